"""The workbook as data: addresses, contents, where things are, what to change."""
