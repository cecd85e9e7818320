"""Tests of the tests: the program changed in one place, again and again, to see whether a test notices.

``make mutants`` makes every small change that Cosmic Ray's operators know of (an operator, a comparison, a number), runs the tests of
that file on each, and lists the changes that no test saw.  ``explained.toml`` keeps those that no test can see, each with its reason.
"""
