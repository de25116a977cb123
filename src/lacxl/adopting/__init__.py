"""A workbook that lacxl has never seen: what its cells are taken for, and a map that shows it."""
