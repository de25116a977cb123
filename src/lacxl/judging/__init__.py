"""By what a workbook judges its figures: targets, tolerances and polarities that its cells say."""
