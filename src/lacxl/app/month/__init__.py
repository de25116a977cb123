"""The month in work: filled, given a place, undone."""
