"""Checks of figures against figures: one small module a family, one code a check."""
