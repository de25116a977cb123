"""What only Excel can show, for a person who has it: python tests/smoke/smoke_excel.py

Makes the demo twice in a temporary folder: one is filled as a file, the other is opened in an
Excel of its own and filled by the command that a button runs. Then cell by cell both must agree.
Prints PASS or FAIL for each check; leaves with 0 if all passed, 1 if not, 2 without Excel.
docs/smoke.md has what eyes must see.
"""

from __future__ import annotations

import datetime as dt
import importlib
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

PASSED, FAILED, NO_EXCEL = 0, 1, 2
SUMMARY = "Performance Summary"
FIGURE, TEXT = "H12", "H13"
PATIENCE = 300


class Checks:
    """The checks so far; each is printed as it is made."""

    def __init__(self) -> None:
        self.failed: list[str] = []

    def see(self, what: str, ok: object, found: object = "") -> None:
        """Print one check; `found` says what was there instead."""
        if not ok:
            self.failed.append(what)
        more = "" if ok or found == "" else f" (found: {found})"
        print(f"{'PASS' if ok else 'FAIL'}  {what}{more}", flush=True)


class Sheet:
    """A sheet of the open workbook, with what Windows and a Mac call its parts."""

    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet

    def value(self, cell: str) -> object:
        """Return what stands in a cell."""
        return self.sheet.range(cell).value

    def locked(self, cell: str) -> bool:
        """Say whether a cell is locked."""
        api = self.sheet.range(cell).api
        return bool(api.locked.get() if sys.platform == "darwin" else api.Locked)

    def protected(self) -> bool:
        """Say whether the sheet is protected."""
        api = self.sheet.api
        return bool(api.protect_contents.get() if sys.platform == "darwin" else api.ProtectContents)

    def rules(self) -> list[str]:
        """Return the formulas of the conditional formats; on a Mac they are not looked at."""
        if sys.platform == "darwin":
            return []
        found = self.sheet.api.Cells.FormatConditions
        return [str(found.Item(at + 1).Formula1) for at in range(found.Count)]


class Button:
    """Presses a button of the ribbon as the add-in does, and hears the answer."""

    def __init__(self, app: Any, book: str, folder: Path) -> None:
        self.app, self.book, self.folder = app, book, folder

    def press(self, verb: str, arg: str = "") -> tuple[str, str]:
        """Return status and message; the status is empty where nothing was answered."""
        result = self.folder / f"{verb}.txt"
        words = ["ribbon", verb, "--book", self.book, "--result", str(result)]
        if sys.platform != "darwin":
            words += ["--hwnd", str(self.app.hwnd)]
        fault = self.run([*words, *(["--arg", arg] if arg else [])])
        if not result.is_file():
            return "", fault
        values = dict(line.partition("=")[::2] for line in result.read_text("ascii").splitlines())
        result.unlink()
        return values.get("status", ""), values.get("message", "")

    def run(self, words: list[str]) -> str:
        """Run lacxl in a process of its own, and return what it said beside its answer."""
        done = subprocess.run(
            [sys.executable, "-m", "lacxl", *words],
            cwd=self.folder,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
        return f"exit code {done.returncode}: {done.stderr.decode(errors='replace')}"


def start_excel() -> Any | None:
    """Return an Excel of our own, None where there is none."""
    try:
        return importlib.import_module("xlwings").App(visible=True, add_book=False)
    except Exception as fault:  # whatever a computer without Excel raises
        print(f"There is no Excel to test here: {type(fault).__name__}: {fault}")
        return None


def same(found: object, wanted: object) -> bool:
    """Say whether Excel shows the value that was wanted."""
    if isinstance(wanted, int | float) and isinstance(found, int | float):
        return abs(float(found) - float(wanted)) < 1e-9
    if isinstance(wanted, dt.datetime) and isinstance(found, dt.datetime):
        return found.replace(tzinfo=None) == wanted
    return (found or None) == (wanted or None)


def differences(book: Any, cells: Sequence[Any]) -> Iterator[str]:
    """Yield each cell in which the open workbook differs from the one filled as a file."""
    sheets = {sheet.name: Sheet(sheet) for sheet in book.sheets}
    for cell in cells:
        found = sheets[cell.place.sheet].value(str(cell.place.cell))
        if not same(found, cell.after):
            yield f"{cell.place}: {found!r} instead of {cell.after!r}"


def look(book: Any, press: Button, folder: Path, cells: Sequence[Any], checks: Checks) -> None:
    """Go through the month: choose, preview, fill, fill again, undo, fill, issue."""
    summary = Sheet(book.sheets[SUMMARY])
    checks.see("the workbook opens with all its sheets", len(book.sheets) > 3, len(book.sheets))
    checks.see("May 2015 is empty", summary.value(FIGURE) is None, summary.value(FIGURE))

    status, said = press.press("months", "2015-05")
    checks.see("May 2015 can be chosen", status in ("ok", "findings"), said)
    status, said = press.press("preview")
    checks.see("preview answers", status in ("ok", "findings"), said)
    checks.see("preview changes nothing", summary.value(FIGURE) is None)

    status, said = press.press("fill")
    checks.see("fill answers", status in ("ok", "findings"), said)
    wrong = list(differences(book, cells))
    checks.see(f"all {len(cells)} cells are as in the file", not wrong, "; ".join(wrong[:5]))
    checks.see("text stays text", isinstance(summary.value(TEXT), str), summary.value(TEXT))
    rules = {sheet.name: Sheet(sheet).rules() for sheet in book.sheets}
    ours = [rule for each in rules.values() for rule in each if "lacxl" in rule]
    if sys.platform != "darwin":
        checks.see('rules with N("lacxl")=0 are there', ours, rules)

    status, said = press.press("fill")
    checks.see("a second fill answers", status in ("ok", "findings"), said)
    checks.see("a second fill changes no cell", not list(differences(book, cells)))
    again = {sheet.name: Sheet(sheet).rules() for sheet in book.sheets}
    checks.see("rules do not stack", again == rules, again)

    status, said = press.press("undo")
    checks.see("undo answers", status in ("ok", "findings"), said)
    checks.see("undo empties the month", summary.value(FIGURE) is None, summary.value(FIGURE))
    status, said = press.press("fill")
    checks.see("fill after undo", not list(differences(book, cells)), said)

    status, said = press.press("issue")
    checks.see("issue answers", status in ("ok", "findings"), said)
    checks.see("the summary is protected", summary.protected())
    checks.see("the month's figure is locked", summary.locked(FIGURE))
    checks.see("a cell beside it is free", not summary.locked("A1"))
    copies = list(folder.glob("*May 2015 - I1.xlsx"))
    checks.see("the issued copy is beside the workbook", len(copies) == 1, copies)
    before = summary.value(FIGURE)
    status, said = press.press("fill")
    kept = summary.value(FIGURE) == before
    checks.see("an issued month is not filled", status == "refused" and kept, said)
    for verb in ("explain", "problems", "doctor"):
        status, said = press.press(verb)
        checks.see(f"{verb} answers", status, said)


def main() -> int:
    """Run the checks and return the exit code."""
    app = start_excel()
    if app is None:
        return NO_EXCEL
    from lacxl.app.month.refresh import refresh
    from lacxl.demo import MONTH, WORKBOOK, write_demo
    from lacxl.settings.settings import Settings

    checks = Checks()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name) / "in Excel"
        filled = Settings.load(write_demo(Path(name) / "as a file"))
        cells = [cell for cell in refresh(filled, MONTH).cells if cell.place.sheet != "Cover"]
        write_demo(folder)
        try:
            print(f"Excel {app.version}, {sys.platform}, Python {sys.version.split()[0]}")
            book = app.books.open(str(folder / WORKBOOK))
            look(book, Button(app, book.name, folder), folder, cells, checks)
        finally:
            for book in list(app.books):
                book.close()
            app.quit()
    print(f"{len(checks.failed)} checks failed." if checks.failed else "All checks passed.")
    return FAILED if checks.failed else PASSED


if __name__ == "__main__":
    sys.exit(main())
