"""Which countermeasures help or hinder each other: a factorial of policies on the same worlds."""
