"""Calibration: a bank of runs, an emulator of it, the parameter sets that the evidence leaves, and how far to trust them."""
