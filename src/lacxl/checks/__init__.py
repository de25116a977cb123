"""Checks of figures against figures: one small module for each family, one code for each check."""
