"""The workshop: what-if in the room, from the host's own machine; live runs, answers, the server, rooms and pages."""
