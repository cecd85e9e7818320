"""What a page is told: a comparison, a matrix or a film as plain values, in the language of whoever asks."""
