"""The corporate parenting workbook, blank and as a demo, and the script that builds both."""
