"""The workbook as data: addresses, what stands there, where things are, what is to change."""
