"""The two engines: data out of a workbook and change sets into it; they know no indicator."""
