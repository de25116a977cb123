"""The ledgers of publications: what is written is read again, and what is damaged is told."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from lacxl.domain.errors import Refused
from lacxl.domain.month import Month
from lacxl.ledgers.publications import FIGURES, PUBLISHED, PublishedFigure, PublishedFile
from lacxl.publishing.facts import Count, Fact

WHEN = dt.datetime(2015, 6, 4, 9, 30, tzinfo=dt.UTC)
MAY = Month(2015, 5)
FIGURE = PublishedFigure(
    *(WHEN, MAY, 1, "CLA 2a", "percentage", "2015-05 YTD", "shown", "36.4%"),
    (Count("CLA 2a", "n", "2015-04,2015-05", 4), Count("CLA 2a", "n", "2015/16 Q1", 0)),
    (Count("7.4", "n", "2015-05 YTD", 11),),
    value=Decimal("0.364"),
    places=3,
)


def test_a_figure_comes_back_with_its_counts() -> None:
    assert FIGURES.parse(FIGURES.line(FIGURE)) == FIGURE
    assert FIGURE.fact == Fact(FIGURE.numerators, FIGURE.denominators, 1, Decimal("0.364"), 3)


def test_a_file_comes_back() -> None:
    file = PublishedFile(WHEN, MAY, 2, "May 2015 - I2", "figures.csv", "a" * 64)
    assert PUBLISHED.parse(PUBLISHED.line(file)) == file


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a,b\n1,2\n", "T110"),
        (f"{FIGURES.header}\n{FIGURES.line(FIGURE).replace('2015-05,', 'May-15,', 1)}\n", "T111"),
        (f"{FIGURES.header}\n{FIGURES.line(FIGURE).replace('=11', '=eleven')}\n", "T111"),
    ],
)
def test_damage_is_told(tmp_path: Path, text: str, code: str) -> None:
    path = tmp_path / "figures.csv"
    path.write_text(text, "utf-8", newline="\n")
    with pytest.raises(Refused) as caught:
        FIGURES.load(path)
    assert caught.value.codes == (code,)
