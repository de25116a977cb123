"""What nobody sees in a workbook that is sent: found in any package, by sheet and column.

It knows no indicator, and shares no code with what writes workbooks: it is their judge.
"""

from lacxl.scan.members import Members, opened
from lacxl.scan.scanning import scan

__all__ = ["Members", "opened", "scan"]
