"""Studies on the model: comparisons of policies, calibration, figures, and the command line.

``experiments.comparison.compare.compare`` is the same comparison for a notebook as
``inspectorate compare`` is for a shell.
"""
