"""How many deaths the five problems carry, and what each channel of supervision is worth: the room that policies have."""
