"""Finding the Excel that runs, and the workbook that is open in it."""

from __future__ import annotations

import atexit
import sys
from typing import Any

from lacxl.domain.errors import Refused, refuse
from lacxl.engines.excel.book import ExcelWorkbook
from lacxl.engines.excel.native import spelling
from lacxl.engines.excel.patience import Patience, failed


def attach(hwnd: int | None, name: str, *, patience: Patience | None = None) -> ExcelWorkbook:
    """Return the workbook of that name in the Excel that owns the window, or in any without one.

    The books are told apart by the name that Excel shows, capitals aside: a full name may be a
    web address. Raises Refused where there is no Excel or no such book, where two Excels have one,
    or where Excel is busy.
    """
    xlwings = load()
    patience = patience or Patience()
    apps = _apps(xlwings, hwnd, patience)
    found = [
        (app, book, shown)
        for app in apps
        for book, shown in _books(app, patience)
        if shown.casefold() == name.casefold()
    ]
    if not found:
        raise _no_such_book(name, [shown for app in apps for _, shown in _books(app, patience)])
    if len(found) > 1:
        raise refuse(
            "E103",
            f"'{name}' is open in {len(found)} Excels at once.",
            name,
            "Close it in all but one, so that it is clear which is meant.",
        )
    app, book, shown = found[0]
    return ExcelWorkbook(app, book, shown, native=spelling(), patience=patience)


def caller(*, patience: Patience | None = None) -> ExcelWorkbook:
    """Return the workbook whose macro called Python through xlwings' RunPython."""
    xlwings = load()
    patience = patience or Patience()
    try:
        book = xlwings.Book.caller()
        app = book.app
    except Exception as fault:
        raise refuse(
            "E118",
            "lacxl was not called from a workbook in Excel.",
            "",
            "Press the button in Excel; from a command line use the lacxl command.",
        ) from fault
    name = str(patience.get(book, "name"))
    return ExcelWorkbook(app, book, name, native=spelling(), patience=patience)


def _apps(xlwings: Any, hwnd: int | None, patience: Patience) -> list[Any]:
    try:
        if hwnd is not None:
            return [patience(lambda: xlwings.apps.add(xl=hwnd))]
        apps = patience(lambda: list(xlwings.apps))
    except Refused as refused:
        if refused.codes == ("E104",):
            raise
        raise _no_excel() from refused
    if not apps:
        raise _no_excel()
    return list(apps)


def _books(app: Any, patience: Patience) -> list[tuple[Any, str]]:
    """Return the books of an Excel with their names, fetched at once and each a real one.

    A busy Excel can hand out an empty book object; its name then fails.
    """
    try:
        books = patience(lambda: list(app.books))
    except Refused as refused:
        if refused.codes == ("E104",):
            raise
        raise _no_excel() from refused
    if any(book.api is None for book in books):
        raise failed(RuntimeError("it returned an unusable workbook"), "listing its workbooks")
    return [(book, str(patience.get(book, "name"))) for book in books]


def _no_excel() -> Refused:
    return refuse(
        "E101",
        "No Excel with an open workbook can be reached.",
        "",
        "Open the report in Excel, as yourself and not as administrator, and press again.",
    )


def _no_such_book(name: str, shown: list[str]) -> Refused:
    listed = ", ".join(f"'{each}'" for each in shown[:10]) or "none"
    return refuse(
        "E102",
        f"No workbook '{name}' is open for changes in that Excel. Open are: {listed}.",
        name,
        "Open it; if a yellow bar says Protected View, press Enable Editing there.",
    )


def load() -> Any:
    """Return xlwings, tamed: it ends no process when Python does, and never waits for ever.

    Its exit handler kills every Excel that it does not see, on a shared server a colleague's too.
    Raises Refused where there is no xlwings or no Excel for it.
    """
    nothing = refuse(
        "E101",
        "There is no Excel here that lacxl can reach.",
        "",
        "The buttons work in Excel on Windows or Mac; elsewhere use the command line.",
    )
    try:
        import xlwings
    except ImportError as fault:
        raise nothing from fault
    if xlwings.engines.active is None:
        raise nothing
    for name in ("xlwings._xlwindows", "xlwings._xlmac"):
        module = sys.modules.get(name)
        if module is None:
            continue
        if hasattr(module, "cleanup") and name.endswith("windows"):
            atexit.unregister(module.cleanup)
        if hasattr(module, "N_COM_ATTEMPTS"):
            module.N_COM_ATTEMPTS = 1  # 0, the default, waits for ever; lacxl sets its own limit
    return xlwings
