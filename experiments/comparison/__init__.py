"""Policies held against the baseline on the same worlds: differences, ranking, precision, variance, words, tables, figures."""
