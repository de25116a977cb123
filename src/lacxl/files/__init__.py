"""Handling files safely: one-step replacement, locks, encodings and the run log."""
