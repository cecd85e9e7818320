"""A room that learns together: lessons, rounds of guesses against the model, teams, and what is taken home."""
