"""Sweeps: a plan expanded into tasks, run by processes or a cluster, kept as facts on disk."""
