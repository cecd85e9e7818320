"""The gate: an older commit's engine and this tree's in turn, in one run, and what their speeds and their noise come to."""
