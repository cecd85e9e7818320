"""Under which conditions a countermeasure fails or backfires: boxes and trees, held against points not used to find them."""
