"""The sentences of a comparison: the verdict, the doubt about parameters, cautions, single rows, precision."""
