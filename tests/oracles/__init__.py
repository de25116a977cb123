"""Judges of a workbook file that share no code with lacxl."""
