"""A writer for each kind of file: each takes the same tree and gives the content of one file."""
