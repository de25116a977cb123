"""Looking at a workbook that nobody has described: what its tables are, and what is not sure."""
