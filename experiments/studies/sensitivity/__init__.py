"""Which assumptions and levers the result hangs on: screening by elementary effects, then variance-based indices."""
