"""What every use case knows of a workbook and a month: gathered, and then pure data."""
