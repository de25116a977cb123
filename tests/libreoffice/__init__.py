"""A stand-in for Excel on Windows: xlwings' own Windows engine on a headless LibreOffice.

`xlwings/_xlwindows.py` runs as it is. pywin32 is replaced, and the COM objects it talks to are
served from here. Three kinds of behaviour are to be told apart:

- RUN by Calc over UNO: values, formulas and their calculation, number formats, locks of cells,
  fills and letters, merges, inserted rows and columns, charts, names, opening and exporting files.
- MODELLED by hand after Excel's documentation and known habits, said so where it stands: what
  becomes of written text (`typed_text`), error numbers and call errors (`errors`, `serials`),
  protection (`protection`), conditional formats (`rules`, `lines`), selection and active cell, the
  lost write to a covered cell, busy calls.
- QUIRKS of LibreOffice that show through (`quirks.QUIRKS`).

It is a strong test of the contract, and no proof of Excel: that needs a person with Excel.

    with start_excel() as excel:
        book = excel.open(path)             # an xlwings Book
        book.sheets["Report"]["A1"].value = 5
        excel.calls.by_member["Range.Value="]
"""

from __future__ import annotations

from libreoffice.dispatch import CALLS, FAULTS, CallLog, Faults, NotServed
from libreoffice.engine import install, installed
from libreoffice.errors import CALL_REJECTED, ComError
from libreoffice.quirks import QUIRKS, Quirk
from libreoffice.session import ExcelSession, start_excel

__all__ = [
    "CALLS",
    "CALL_REJECTED",
    "FAULTS",
    "QUIRKS",
    "CallLog",
    "ComError",
    "ExcelSession",
    "Faults",
    "NotServed",
    "Quirk",
    "install",
    "installed",
    "start_excel",
]
