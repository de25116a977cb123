"""The figures of a month as the report shows them, and where each comes from."""
