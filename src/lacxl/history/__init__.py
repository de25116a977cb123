"""Every reading ever taken, append-only, in a CSV beside the workbook."""
