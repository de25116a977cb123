"""What nobody sees in a file that is sent: found in any workbook, table or page, by its place.

It knows no indicator, and shares no code with what writes these files: it is their judge.
"""

from lacxl.scan.forms import ENDINGS, look_through
from lacxl.scan.members import Members, opened
from lacxl.scan.scanning import scan

__all__ = ["ENDINGS", "Members", "look_through", "opened", "scan"]
