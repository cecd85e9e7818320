"""Golden runs: numbers that change only on purpose."""
