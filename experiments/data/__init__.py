"""A district's own data: the workbook it is asked for in, its import, its records, and the model held against them."""
