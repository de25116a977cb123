"""Workbooks that tests build: the report as printed, a year that is clean, a cell changed."""
