"""The workbook as it is worked on: a file or a book open in Excel, its receipt, its results."""
