"""The scenarios: one module each, rows out."""
