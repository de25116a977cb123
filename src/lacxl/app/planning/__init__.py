"""What a month and its corrections change in the workbook: decided before anything is written."""
