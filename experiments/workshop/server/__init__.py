"""The server: who is let in, in which language, the routes, errors without traces."""
