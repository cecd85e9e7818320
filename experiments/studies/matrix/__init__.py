"""The responsibility matrix: who answers for which hazard domain in which sector, what lies open in each cell, and what a policy changes there."""
