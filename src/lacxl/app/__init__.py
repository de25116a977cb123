"""The use cases, in rooms by subject: the only room that wires the others together."""
