"""The use cases, one module each: the only room that wires the others together."""
