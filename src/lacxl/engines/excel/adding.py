"""Adding a sheet with charts to the open workbook: copied in from a file that was made for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from lacxl.domain.errors import Refused, Unfinished, refuse
from lacxl.domain.finding import Finding, error, first_of
from lacxl.engines.excel.applying import refuse_group
from lacxl.engines.excel.copying import OWN_PREFIX, Copy
from lacxl.engines.excel.live_book import LiveBook
from lacxl.engines.excel.quiet import quiet
from lacxl.engines.excel.writing import stopped
from lacxl.engines.package import unlike, verify
from lacxl.engines.package.book_of_one import write_book_of_one
from lacxl.workbook.changes import ChangeSet
from lacxl.workbook.new_sheet import NewSheet

_NAMED = 10
_FILE = "lacxl new sheet.xlsx"


def add_sheet(
    live: LiveBook, new: NewSheet, filling: ChangeSet, progress: Callable[[str], None]
) -> None:
    """Add the sheet as the last one, filled, wholly or not at all, and read it back.

    Excel copies it from a workbook that holds nothing else: no macro runs, and nothing it holds
    points back to the file. Raises Refused; Unfinished where the sheet cannot be taken away again.
    """
    progress("looking at the open workbook")
    with live.apart() as before, TemporaryDirectory(prefix=OWN_PREFIX) as folder:
        refuse_group(before, live.name)
        _require_room(live, before, new, Path(folder))
        made = Path(folder) / _FILE
        write_book_of_one(new, filling, made, date1904=before.book.date1904)
        progress(f"adding the sheet {new.name}")
        with quiet(live.app, live.patience):
            try:
                _copy_in(live, made, new.name)
                progress("reading back what was added")
                _require_as_wanted(live, before, new, filling)
            except Unfinished:
                raise
            except BaseException as fault:
                lost = _taken_away(live, before, new.name)
                if not isinstance(fault, Exception):
                    raise
                raise stopped(fault, written=True, lost=lost) from fault


def _require_room(live: LiveBook, before: Copy, new: NewSheet, folder: Path) -> None:
    """Raise Refused where the headless engine would not add the sheet to this workbook."""
    before.book.add_sheet(new, folder / f"tried{before.path.suffix}")
    open_there = live.patience(lambda: [book.name for book in live.app.books])
    if _FILE in open_there:
        raise refuse(
            "E126",
            "A workbook from which lacxl copied a sheet is still open.",
            _FILE,
            "Close it without saving, then try again.",
        )


def _copy_in(live: LiveBook, made: Path, name: str) -> None:
    do = live.patience
    opened = do(
        partial(live.app.books.open, str(made), update_links=False, read_only=True),
        "opening the new sheet's own file",
    )
    try:
        sheet = do(lambda: opened.sheets[name])
        last = do(lambda: list(live.book.sheets)[-1])
        do(partial(sheet.copy, after=last), "copying the sheet in")
    finally:
        do(opened.close, "closing the new sheet's own file")


def _require_as_wanted(live: LiveBook, before: Copy, new: NewSheet, filling: ChangeSet) -> None:
    there = live.fresh()
    verify(there.path, filling)
    wrong = [*_charts_unlike(there, new), *unlike(before.book, there.book, added=new.name)]
    if wrong:
        raise Refused(
            [
                error(
                    "E127",
                    "Excel did not copy the sheet as it was made.",
                    first_of(wrong, _NAMED),
                    "Nothing was added. Please report this with the code; with the workbook "
                    "closed, the same command adds the sheet to the file.",
                )
            ]
        )


def _charts_unlike(there: Copy, new: NewSheet) -> Iterator[str]:
    charts = {chart.name: chart for chart in there.book.charts() if chart.sheet == new.name}
    quoted = "'" + new.name.replace("'", "''") + "'!"
    for each in new.charts:
        chart = charts.pop(each.name, None)
        if chart is None or chart.text != each.text or len(chart.series) != len(each.lines):
            yield f"{new.name}: {each.name}"
        elif any("[" in cells or not _is_on(cells, new.name, quoted) for cells in chart.shown):
            yield f"{new.name}: {each.name} shows other cells"
    yield from (f"{new.name}: {name}" for name in charts)


def _is_on(cells: str, name: str, quoted: str) -> bool:
    return cells.startswith((quoted, f"{name}!"))


def _taken_away(live: LiveBook, before: Copy, name: str) -> tuple[Finding, ...]:
    """Delete the sheet where it has come; return what a person is told where it stays."""
    with suppress(Refused):
        sheets = live.patience(lambda: list(live.book.sheets))
        if len(sheets) > len(before.book.survey(full=()).sheets) and sheets[-1].name == name:
            live.patience(sheets[-1].delete, "taking the sheet away again")
        if not unlike(before.book, live.fresh().book):
            return ()
    return (
        error(
            "E128",
            "The sheet that was added could not be taken away again.",
            f"{live.name}, {name}",
            "Delete the sheet in Excel, or close the workbook without saving.",
        ),
    )
