"""What each command of ``inspectorate`` does once its arguments are read."""
