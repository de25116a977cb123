"""Whatever is written, and wherever: it reads back, all else stays, and the file is sound."""

from __future__ import annotations

import string
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from bench import HEADLESS, Bench
from hypothesis import given, settings
from hypothesis import strategies as st

from lacxl.workbook.address import Cell
from lacxl.workbook.changes import CellChange, ChangeSet, Swap
from lacxl.workbook.snapshot import CellLook, CellValue
from oracles import invariants

SHEET = "Lists"
FORMATS = ("General", "0", "0.0%", "#,##0.00", '"£"0', "@")

cells = st.builds(Cell, st.integers(1, 12), st.integers(1, 30))
numbers = st.one_of(
    st.integers(-(10**12), 10**12), st.floats(allow_nan=False, allow_infinity=False)
)
texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=20)
values: st.SearchStrategy[CellValue] = st.one_of(
    st.none(), st.booleans(), numbers, texts, st.text(string.printable, min_size=1, max_size=8)
)
looks = st.tuples(
    st.one_of(st.none(), st.sampled_from(FORMATS)), st.one_of(st.none(), st.booleans())
)
edits = st.dictionaries(cells, st.tuples(values, looks), min_size=1, max_size=12)

Edit = dict[Cell, tuple[CellValue, tuple[str | None, bool | None]]]
Maker = Callable[[Path], AbstractContextManager[Bench]]


def changes_for(bench: Bench, edit: Edit) -> ChangeSet:
    there, seen = bench.survey().sheet(SHEET).values, bench.looks(SHEET, edit)
    return ChangeSet(
        tuple(
            CellChange(
                SHEET,
                cell,
                Swap(there.get(cell), value),
                Swap(seen[cell].number_format, form) if form else None,
                Swap(seen[cell].locked, lock) if lock is not None else None,
            )
            for cell, (value, (form, lock)) in edit.items()
        )
    )


def held(edit: Edit, there: dict[Cell, CellValue]) -> dict[Cell, CellValue]:
    after = {**there, **{cell: value for cell, (value, _) in edit.items()}}
    return {cell: value for cell, value in after.items() if value is not None}


def kinds(found: dict[Cell, CellValue]) -> dict[Cell, tuple[bool, CellValue]]:
    """Tell truth values from numbers, which Python holds to be equal."""
    return {cell: (isinstance(value, bool), value) for cell, value in found.items()}


@pytest.mark.parametrize("maker", HEADLESS.values(), ids=HEADLESS)
@settings(max_examples=25)
@given(first=edits, second=edits)
def test_edits_read_back_and_undo(maker: Maker, report: Path, first: Edit, second: Edit) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "results").mkdir()
        with maker(folder / "results") as bench:
            bench.open(report)
            for edit in (first, second):
                there = dict(bench.survey().sheet(SHEET).values)
                before = bench.survey()
                looked = dict(bench.looks(SHEET, edit))
                changes = changes_for(bench, edit)
                result = bench.apply(changes)
                now = dict(bench.survey().sheet(SHEET).values)
                assert kinds(now) == kinds(held(edit, there))
                for cell, look in bench.looks(SHEET, edit).items():
                    form, lock = edit[cell][1]
                    was = looked[cell]
                    wanted = CellLook(
                        form or was.number_format, was.locked if lock is None else lock
                    )
                    assert look == wanted
                assert invariants.breaches(result) == ()
            bench.apply(changes.reverse())
            assert bench.survey() == before
            assert dict(bench.looks(SHEET, second)) == looked
