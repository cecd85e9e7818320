"""Published studies as trials: who is treated, what becomes of it, and how it compares with what was published."""
