"""The shapes of a scenario: an address, a file, a command, a line for a notebook, a workbook; each written from its fields and read back."""
