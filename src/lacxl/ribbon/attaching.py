"""Finding the workbook in the running Excel: the one place of this room that knows an engine."""

from __future__ import annotations

from lacxl.domain.errors import Refused, refuse
from lacxl.workbook.engine import OpenWorkbook


def attach(hwnd: int, name: str) -> OpenWorkbook:
    """Return the open book of that name in the Excel of that window, or in any where it is 0.

    Raises Refused.
    """
    try:
        from lacxl.engines import excel
    except ImportError as fault:
        raise _no_excel() from fault
    return excel.attach(hwnd or None, name)


def caller() -> OpenWorkbook:
    """Return the book whose macro called Python through xlwings; raises Refused."""
    try:
        from lacxl.engines import excel
    except ImportError as fault:
        raise _no_excel() from fault
    return excel.caller()


def _no_excel() -> Refused:
    return refuse(
        "B105",
        "This Python cannot reach Excel: xlwings is not installed with it, or there is no Excel "
        "on this system.",
        "",
        "Install lacxl on the computer with Excel, or close the workbook and use the command line: "
        "lacxl refresh, lacxl issue.",
    )
