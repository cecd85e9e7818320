"""Does the order of the policies hold: which assumption turns first place or a sign, and at what value."""
