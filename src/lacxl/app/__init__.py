"""The use cases, a module each: the only room that wires the others together."""
