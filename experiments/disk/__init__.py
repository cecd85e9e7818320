"""Files that are whole or absent, locks, seals, sheets, provenance."""
