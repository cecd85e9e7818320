"""Everything that may happen to a sweep, done to it on purpose; ``make torture`` runs all of it, ``make test`` a little of each."""
