"""The monthly corporate parenting workbook: filled, checked, coloured and locked from extracts."""

__version__ = "0.4.0.dev0"
