"""The explorer of a finished sweep: a fit to its points, its error on fresh runs, and one page that needs nothing else."""
