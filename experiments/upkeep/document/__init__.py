"""Writes the tables of the model description from the code and the data, so that they cannot fall behind.

For developers: ``python -m experiments.upkeep.document`` (``make docs``) rewrites what stands between the markers
of ``docs/odd.md`` and nothing else.
"""
