"""Adopting a council's own workbook: what it is taken for, and what it has printed already."""
