"""For those who build it: bench, document, catalogue, findings."""
