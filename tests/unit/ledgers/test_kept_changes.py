"""A change set comes back from a receipt as it was, whatever its cells held."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lacxl.ledgers.kept_changes import kept, restored
from lacxl.workbook.address import Area, Cell
from lacxl.workbook.changes import (
    CellChange,
    ChangeSet,
    CommentMove,
    CommentsChange,
    MergesChange,
    ProtectionChange,
    RulesChange,
    Swap,
)
from lacxl.workbook.conditional_formats import ConditionalFormat, Look
from lacxl.workbook.snapshot import OPEN_PROTECTION, CellError, Comment, Formula, Protection
from lacxl.workbook.style import Style

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=20),
    st.datetimes(),
    st.builds(CellError, st.sampled_from(["#N/A", "#DIV/0!"])),
)
VALUES = st.one_of(
    SCALARS, st.builds(Formula, st.text(max_size=20), SCALARS, st.sampled_from(["", "array"]))
)
FACTS = st.sampled_from(["fill", "font.name", "border.left"])
STYLES = st.builds(
    Style.of, st.dictionaries(FACTS, st.text(max_size=9)), st.none() | st.integers(0, 64_000)
)
CELLS = st.builds(
    CellChange,
    st.text(min_size=1, max_size=10),
    st.builds(Cell, st.integers(1, 400), st.integers(1, 128)),
    st.none() | st.builds(Swap, VALUES, VALUES),
    st.none() | st.builds(Swap, st.text(max_size=9), st.text(max_size=9)),
    st.none() | st.builds(Swap, st.booleans(), st.booleans()),
    st.none() | st.builds(Swap, STYLES, STYLES),
)


@given(st.lists(CELLS, max_size=5))
def test_cells_of_every_kind(cells: list[CellChange]) -> None:
    changes = ChangeSet(tuple(cells))
    assert restored(json.loads(json.dumps(kept(changes)))) == changes


def test_the_hint_of_a_style_is_kept() -> None:
    style = Swap(Style((), 3), Style((("fill", "solid auto"),), 14))
    changes = ChangeSet((CellChange("S", Cell(1, 1), style=style),))
    (cell,) = restored(json.loads(json.dumps(kept(changes)))).cells
    assert cell.style is not None
    assert (cell.style.before.index, cell.style.after.index) == (3, 14)


def test_rules_and_protection() -> None:
    rule = ConditionalFormat(
        Area.parse("B7:C9"), 'AND(B7="R",N("lacxl")=0)', Look("C0392B", None, bold=True)
    )
    changes = ChangeSet(
        (),
        (RulesChange("Summary", Swap((), (rule,))),),
        (
            ProtectionChange("Summary", Swap(None, OPEN_PROTECTION)),
            ProtectionChange("Page", Swap(Protection(frozenset(), password=True), None)),
        ),
    )
    assert restored(json.loads(json.dumps(kept(changes)))) == changes


def test_merged_cells() -> None:
    swap = Swap((Area.parse("B1:D1"),), (Area.parse("B1:C1"), Area.parse("D1:E1")))
    changes = ChangeSet(merges=(MergesChange("Summary", swap),))
    assert restored(json.loads(json.dumps(kept(changes)))) == changes


def test_comments() -> None:
    moves = (
        CommentMove(Comment("was 94.8%", "Ann"), Cell(3, 3), Cell(3, 2)),
        CommentMove(Comment("late"), Cell(3, 2), None),
        CommentMove(Comment("new"), None, Cell(3, 4)),
    )
    changes = ChangeSet(comments=(CommentsChange("Summary", moves),))
    assert restored(json.loads(json.dumps(kept(changes)))) == changes


def test_one_of_an_earlier_lacxl_merges_nothing() -> None:
    assert restored({"cells": [], "rules": [], "protection": []}) == ChangeSet()
    assert kept(ChangeSet()) == {"cells": [], "rules": [], "protection": []}


def test_a_text_that_looks_like_a_date_or_a_formula_stays_a_text() -> None:
    for text in ("2015-05-31T00:00:00", "=A1", "#N/A", '{"date": "2015-05-31"}'):
        changes = ChangeSet((CellChange("S", Cell(1, 1), Swap(text, dt.datetime(2015, 5, 31))),))
        (cell,) = restored(json.loads(json.dumps(kept(changes)))).cells
        assert cell.value == Swap(text, dt.datetime(2015, 5, 31))


@pytest.mark.parametrize(
    "content",
    [
        None,
        [],
        {},
        {"cells": 1, "rules": [], "protection": []},
        {"cells": [{"sheet": "S", "cell": "A0"}], "rules": [], "protection": []},
        {
            "cells": [{"sheet": "S", "cell": "A1", "value": {"before": {"x": 1}, "after": 2}}],
            "rules": [],
            "protection": [],
        },
        {"cells": [], "rules": [{"sheet": "S", "before": [1], "after": []}], "protection": []},
        {
            "cells": [],
            "rules": [],
            "protection": [],
            "merges": [{"sheet": "S", "before": ["A0"], "after": []}],
        },
    ],
)
def test_anything_else_is_no_change_set(content: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        restored(content)
