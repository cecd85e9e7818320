"""Whether the intervals of comparisons hold what they claim on the real model: blocks of sets against all sets."""
