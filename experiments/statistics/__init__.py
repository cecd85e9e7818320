"""Numbers only: intervals, sets of assumptions, corrections."""
