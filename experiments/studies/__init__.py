"""What stands on many runs: baseline, trials, calibration, sweeps, sensitivity, discovery, interactions, optimisation."""
