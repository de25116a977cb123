"""Extract files in, readings out: one module a standard."""
