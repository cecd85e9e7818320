"""The compiled engine: the phases of a month as loops over columns, calling the same rules as the agents."""
