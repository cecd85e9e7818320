"""How fast the engine is: one table of figures and aims, measured in one process on one machine by ``make bench``."""
