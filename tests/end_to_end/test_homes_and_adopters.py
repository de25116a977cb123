"""How long a placement has lasted (9.1) and when a child moved in with adopters (10.2)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from children_folders import Figure, council, measured, settings_for, write_layouts
from small_records import episode, figures_of, folder_of, of_903

from lacxl.domain.month import Month
from lacxl.synth import Definitions, truth

MONTH = "2025-03"
BORN = {1: "01/01/2014", 2: "01/01/2014"}
PASSING = episode(2, "10/03/2025", "S", "20/03/2025", "E4A")  # so that March is known
BY_CARER = 'same = "carer"'
JOINED = "adoptive_with_previous = true"


def chain(
    *homes: tuple[str, str, str], end: str = "", rec: str = "", legal: str = "C2"
) -> list[str]:
    """Return one child's placements after each other: a day, a PLACE, a postcode; RNE P."""
    rows = []
    for number, (start, place, post) in enumerate(homes):
        last = number == len(homes) - 1
        until, why = (end, rec) if last else (homes[number + 1][0], "X1")
        rows.append(episode(1, start, "P" if number else "S", until, why, place, post, legal))
    return rows


def folder(tmp_path: Path, rows: list[str], measures: str = "") -> Path:
    files = of_903([*rows, PASSING], BORN)
    return folder_of(tmp_path, files, more=f"[measures]\n{measures}\n" if measures else "")


HOME = ("01/06/2021", "U4", "BB1 1BB")


@pytest.mark.parametrize("settings", ["", BY_CARER], ids=["placement", "carer"])
@pytest.mark.parametrize(
    ("after", "stable"),
    [
        ([("01/02/2025", "T1", "CC1 1CC"), ("09/02/2025", "U4", "BB1 1BB")], 1),
        ([("01/02/2025", "T3", "CC1 1CC"), ("05/02/2025", "T0", "DD1 1DD"),
          ("09/02/2025", "U4", "BB1 1BB")], 1),
        ([("25/03/2025", "T2", "CC1 1CC")], 1),
        ([("01/02/2025", "t1", "CC1 1CC"), ("09/02/2025", "u4", "bb11bb")], 1),
        ([("01/02/2025", "T4", "CC1 1CC"), ("09/02/2025", "U4", "EE1 1EE")], 0),
        ([("01/02/2025", "K2", "CC1 1CC"), ("09/02/2025", "U4", "BB1 1BB")], 0),
    ],
    ids=["resumed", "two in a row", "away at the end", "resumed, in other letters",
         "elsewhere after it", "not temporary"],
)  # fmt: skip
def test_a_temporary_placement_is_looked_through(
    tmp_path: Path, after: list[tuple[str, str, str]], stable: int, settings: str
) -> None:
    _, ran = measured(folder(tmp_path, chain(HOME, *after), settings), MONTH)
    assert figures_of(ran, MONTH, "9.1") == {"9.1": (stable, 1)}


@pytest.mark.parametrize(("settings", "stable"), [("", 0), (JOINED, 1), (BY_CARER, 0)])
def test_a_placement_for_adoption_counts_with_the_one_before_by_a_setting(
    tmp_path: Path, settings: str, stable: int
) -> None:
    rows = chain(HOME, ("01/02/2025", "A6", "CC1 1CC"))
    _, ran = measured(folder(tmp_path, rows, settings), MONTH)
    assert figures_of(ran, MONTH, "9.1") == {"9.1": (stable, 1)}


@pytest.mark.parametrize("same", ["placement", "carer"])
@pytest.mark.parametrize("joined", [False, True])
def test_every_setting_of_9_1_agrees_with_the_truth_of_a_made_up_council(
    tmp_path: Path, same: str, joined: bool
) -> None:
    of = council(2, 300)
    write_layouts(of, tmp_path / "extracts", "2016-03", "ssda903")
    keys = f'same = "{same}"\nadoptive_with_previous = {str(joined).lower()}'
    settings_for(tmp_path, more=f"[measures]\n{keys}\n")
    counted, _ = measured(tmp_path, "2016-03", "--since", "2014-04")
    how = Definitions(same=same, adoptive_with_previous=joined)
    months = [Month(2014, 4) + n for n in range(24)]
    true = {
        (each.indicator, str(each.month)): Figure(each.numerator, each.denominator)
        for each in truth(of, months, how) if each.indicator == "9.1"
    }  # fmt: skip
    assert {key: figure for key, figure in counted.items() if key[0] == "9.1"} == true


FAMILY = ("01/10/2023", "A6", "CC1 1CC")
SECOND = ("01/06/2024", "A6", "EE1 1EE")


@pytest.mark.parametrize(
    ("homes", "moved_in"),
    [
        ([FAMILY], "2023-10-01"),
        ([FAMILY, ("01/02/2024", "U6", "DD1 1DD"), SECOND], "2024-06-01"),
        ([FAMILY, SECOND], "2024-06-01"),
        ([FAMILY, ("01/05/2024", "T2", "XX1 1XX"), ("08/05/2024", "A6", "CC1 1CC")], "2023-10-01"),
        ([FAMILY, ("01/05/2024", "T2", "XX1 1XX"), ("08/05/2024", "A6", "cc1 1cc")], "2023-10-01"),
        ([FAMILY, ("01/02/2024", "U6", "DD1 1DD")], None),
    ],
    ids=[
        "one family",
        "back in foster care between",
        "straight",
        "a holiday",
        "a holiday, in other letters",
        "foster care after",
    ],
)
def test_moving_in_is_with_the_family_that_adopted(
    tmp_path: Path, homes: list[tuple[str, str, str]], moved_in: str | None
) -> None:
    rows = chain(("01/06/2022", "U6", "BB1 1BB"), *homes, end="12/03/2025", rec="E12", legal="E1")
    _, ran = measured(folder(tmp_path, rows), MONTH)
    expected = (0, 0)
    if moved_in:
        expected = ((dt.date.fromisoformat(moved_in) - dt.date(2022, 6, 1)).days, 1)
    assert figures_of(ran, MONTH, "10.2") == {"10.2": expected}
