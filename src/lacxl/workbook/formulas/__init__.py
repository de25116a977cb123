"""Formulas: read, followed to what depends on them, worked out where that is certain. Pure."""
