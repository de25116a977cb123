"""A number and a percentage of one indicator, each with a target and a light of its own."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from folders import REFUSED, run
from openpyxl.worksheet.worksheet import Worksheet
from small_scorecard import ANSWERS, Filled, adopted, filled, make

from lacxl.app.adopt.adopt import adopt
from lacxl.ledgers.history import History

HEADINGS = (
    "Ref", "Measure", "Breakdown", "Good is", "Target", "Apr-25", "May-25", "Jun-25", "RAG",
)  # fmt: skip
PAIR = """
[indicators."A1"]
title = "Children adopted"
kind = "flow"
figures = [{ name = "number", unit = "count" }, { name = "percentage", unit = "percentage" }]
polarity = "high"
"""
NUMBER, SHARE = "I4", "I5"
TOLD = "By what A1 (number) is judged cannot be told:"


def scorecard(
    folder: Path, targets: tuple[str | float | None, str | float | None], settings: str = ""
) -> Path:
    """Adopt a scorecard, and say in its catalogue that A1 has two figures."""
    number, share = targets
    rows = [
        ("A1", "Children adopted", "Number", "High", number, 3, 4, None, None),
        (None, None, "%", "High", share, 0.15, 0.2, None, None),
        ("A2", "% of visits in time", "%", "High", "90%", 0.91, 0.92, None, "Green"),
        ("A3", "% of reviews in time", "%", "High", "90%", 0.91, 0.92, None, "Green"),
    ]

    def percent(sheet: Worksheet) -> None:
        for cell in ("F5", "G5", "H5", "F6", "G6", "H6"):
            sheet[cell].number_format = "0.0%"

    path = make(folder, HEADINGS, rows, percent)
    adopted(path, f'{ANSWERS}[amber]\n"A1" = "none"\n"A2" = "none"\n"A3" = "none"\n', settings)
    catalogue = folder / "lacxl-catalogue.toml"
    before, _, after = catalogue.read_text("utf-8").partition('[indicators."A1"]')
    rest = after[after.index("[indicators.") :]
    catalogue.write_text(f"{before}{PAIR}\n{rest}", encoding="utf-8")
    return path


def lights(found: Filled) -> tuple[object, object]:
    return found.cells[NUMBER], found.cells[SHARE]


@pytest.mark.parametrize(
    ("targets", "expected"),
    [
        ((5, "20%"), ("Red", "Green")),
        ((4, "30%"), ("Green", "Red")),
        ((5, "30%"), ("Red", "Red")),
        (("n/a", "20%"), (None, "Green")),
    ],
)
def test_each_is_judged_by_the_target_of_its_own_row(
    targets: tuple[str | float, str], expected: tuple[str, str], tmp_path: Path
) -> None:
    """In June 4 of 16 were adopted, a quarter of them."""
    found = filled(scorecard(tmp_path, targets), ["A1,4,16"])
    assert (found.cells["H4"], found.cells["H5"]) == (4, 0.25)
    assert lights(found) == expected
    assert found.told("K105") == []


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("target = 6\namber = 4", ("Amber", "Green")),
        ("target = 4", ("Green", "Green")),
        ("target = 6\namber = 5", ("Red", "Green")),
    ],
)
def test_lacxl_toml_sets_the_limits_of_one_of_them(
    settings: str, expected: tuple[str, str], tmp_path: Path
) -> None:
    path = scorecard(tmp_path, (None, "20%"), f'[indicators."A1".figures.number]\n{settings}')
    assert lights(filled(path, ["A1,4,16"])) == expected


def test_a_limit_of_the_percentage_is_none_of_the_number(tmp_path: Path) -> None:
    path = scorecard(tmp_path, (5, "30%"), '[indicators."A1"]\namber = "25%"')
    assert lights(filled(path, ["A1,4,16"])) == ("Red", "Amber")


def test_where_cell_and_setting_of_the_number_differ_its_light_alone_stays(tmp_path: Path) -> None:
    path = scorecard(tmp_path, (5, "30%"), '[indicators."A1".figures.number]\ntarget = 4')
    found = filled(path, ["A1,4,16"])
    assert found.told("K105") == [
        (
            "Scorecard!E4",
            f"{TOLD} The target is 5 in the workbook, and 4 in lacxl.toml.",
        )
    ]
    assert lights(found) == (None, "Red")


@pytest.mark.parametrize(
    ("table", "entry", "said"),
    [
        (
            '"A1".figures.share',
            "target = 4",
            "A1 has no figure 'share': its figures are number",
        ),
        ('"A2".figures.number', "target = 4", "A2 has no figure 'number': it has a single figure"),
        ('"A1".figures.percentage', 'target = "4%"', "are the limits of its percentage"),
        ('"A1".figures.number', 'target = "4%"', "A1 (number) is not a percentage"),
        ('"A1".figures.number', "amber = 3.5", "A1 (number) is a count and this limit is not a"),
        ('"A1".figures.number', "polarity = 3", "unknown key 'polarity'"),
    ],
)
def test_a_limit_of_no_figure_is_refused(table: str, entry: str, said: str, tmp_path: Path) -> None:
    path = scorecard(tmp_path, (5, "30%"), f"[indicators.{table}]\n{entry}")
    (tmp_path / "readings.csv").write_text(
        "indicator,month,numerator,denominator,value,note\nA1,2025-06,4,16,,\n", encoding="utf-8"
    )
    before = path.read_bytes()
    ran = run(tmp_path, "refresh", "2025-06")
    assert ran.code == REFUSED
    assert said.replace(" ", "") in ran.said
    assert path.read_bytes() == before


def test_what_a_pair_printed_is_one_reading_of_each_month(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
    path = scorecard(first, (5, "30%"))
    shutil.copy(path, second)
    shutil.copy(first / "lacxl-catalogue.toml", second)
    adopt(second / path.name)
    latest = History.load(second / "lacxl-history.csv").latest
    known = {
        str(month): (each.numerator, each.denominator, each.value)
        for (number, month), each in latest.items()
        if number == "A1"
    }
    assert known == {
        "2025-04": (None, None, Decimal("0.15")),
        "2025-05": (None, None, Decimal("0.2")),
    }
