"""What a person reads: messages and their catalogue, errors, formatting, labels, wrapping, console."""
