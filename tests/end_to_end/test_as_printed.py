"""What somebody had typed in a month that lacxl fills for the first time is kept as printed."""

from __future__ import annotations

import csv
from pathlib import Path

from folders import DONE, MAY, assert_done, run, workbook_of
from planting import SUMMARY, set_reading
from test_diff import change

from lacxl.workbook.address import Cell

PRINTED = "lacxl-history-printed.csv"


def printed(folder: Path) -> list[dict[str, str]]:
    if not (folder / PRINTED).exists():
        return []
    with (folder / PRINTED).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_what_was_typed_is_kept_once(fresh: Path) -> None:
    change(workbook_of(fresh), SUMMARY, Cell(12, 8), 0.948)
    assert_done(run(fresh, "refresh", MAY))
    (row,) = printed(fresh)
    assert (row["month"], row["period"], row["indicator"]) == (MAY, MAY, "7.6")
    assert (row["sheet"], row["cell"], row["shown"]) == (SUMMARY, "H12", "94.8%")
    set_reading(fresh, "7.6", MAY, numerator="50", denominator="60")
    assert_done(run(fresh, "refresh", MAY))
    assert len(printed(fresh)) == 1, "what lacxl filled itself is in the history"
    assert run(fresh, "verify").code == DONE


def test_nothing_is_kept_where_nobody_had_typed(filled: Path) -> None:
    assert printed(filled) == []


def test_it_does_not_tell_how_the_tables_make_a_place(fresh: Path) -> None:
    change(workbook_of(fresh), SUMMARY, Cell(12, 8), 0.948)
    assert_done(run(fresh, "refresh", MAY))
    kept = printed(fresh)
    assert_done(run(fresh, "next-month"))
    left = printed(fresh)[len(kept) :]
    assert {row["month"] for row in left} == {"2015-06"}
    assert {row["period"] for row in left if row["sheet"] == SUMMARY} == {"2015-03"}
