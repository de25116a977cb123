"""The same row in two extracts of SSD tables is one row, also where its date was corrected."""

from __future__ import annotations

from pathlib import Path

import pytest
from records_cases import Measured, council, measure

BASE = {
    "ssd_person": ["1,2010-05-01", "2,2011-05-01"],
    "ssd_cla_episodes": ["e1,1,p1,2014-05-01,S,N1,,,c1", "e2,2,p2,2014-05-08,S,N1,,,c2"],
    "ssd_cla_placement": [
        "p1,c1,1,2014-05-01,,U6,AA1 1AA,100",
        "p2,c2,2,2014-05-08,,U6,AA1 1AA,100",
    ],
    "ssd_legal_status": ["l1,1,C2,2014-05-01,", "l2,2,C2,2014-05-08,"],
}
MAY, JUNE = "2015-05", "2015-06"
CLEAR = {
    MAY: ["v8,c1,1,2015-05-20", "v9,c1,1,2015-05-30"],
    JUNE: ["v8,c1,1,2015-05-20", "v9,c1,1,2015-05-30", "v10,c1,1,2015-06-28"],
}
"""Visits that show of which month an extract is."""


def two_extracts(
    folder: Path,
    table: str,
    may: list[str],
    june: list[str],
    *,
    flat: bool | dict[str, str] = False,
    toml: str = "",
) -> Measured:
    """Measure June from the extracts of May and June, which differ in a table."""
    tables = {}
    for month, rows in ((MAY, may), (JUNE, june)):
        visits = [*CLEAR[month], *rows] if table == "ssd_cla_visits" else CLEAR[month]
        for name, lines in {**BASE, table: rows, "ssd_cla_visits": visits}.items():
            tables[f"{month}/{name}"] = lines
    at = council(folder, tables, toml)
    if flat:
        for path in sorted((at / "extracts").glob("*/*.csv")):
            tag = path.parent.name if flat is True else flat[path.parent.name]
            path.rename(at / "extracts" / f"{path.stem}{tag}.csv")
    return measure(at, JUNE, "--since", MAY, "--taken-on", "2015-07-01")


@pytest.mark.parametrize(
    "flat",
    [False, True, {MAY: "_May", JUNE: "_June"}, {MAY: " 31 may 2015", JUNE: " 30 Jun 2015"},
     {MAY: "_old", JUNE: ""}],
    ids=["a folder a month", "one folder", "names of months", "days", "an old one"],
)  # fmt: skip
def test_a_review_whose_due_date_moved_is_one_review(
    tmp_path: Path, flat: bool | dict[str, str]
) -> None:
    found = two_extracts(
        tmp_path, "ssd_cla_reviews",
        ["r1,c1,2015-06-10,,N", "r2,c2,2015-05-20,2015-05-19,N"],
        ["r1,c1,2015-06-24,2015-06-22,N", "r2,c2,2015-05-20,2015-05-19,N"],
        flat=flat,
    )  # fmt: skip
    assert found.figure("7.6", JUNE) == "1 of 1"
    assert found.figure("7.6", MAY) == "1 of 1"
    assert found.told("X185") == []


@pytest.mark.parametrize(("one", "other"), [("7", "7.0"), ("r7", "R7"), (" 7", "7")])
def test_an_identifier_is_the_same_in_other_letters(tmp_path: Path, one: str, other: str) -> None:
    found = two_extracts(
        tmp_path, "ssd_cla_reviews",
        [f"{one},c1,2015-06-10,,N"], [f"{other},c1,2015-06-24,2015-06-22,N"],
    )  # fmt: skip
    assert found.figure("7.6", JUNE) == "1 of 1"


def test_where_nothing_tells_which_of_two_reviews_is_later_it_is_found(tmp_path: Path) -> None:
    rows = ["r1,c1,2015-06-10,,N", "r1,c1,2015-06-24,2015-06-22,N", "NULL,c2,2015-06-2,,N",
            "NULL,c2,2015-06-3,,N"]  # fmt: skip
    tables = {**BASE, "ssd_cla_visits": CLEAR[JUNE], "ssd_cla_reviews": rows}
    told = measure(council(tmp_path, tables), JUNE).told("X185")
    assert len(told) == 1
    assert told[0].startswith("ssd_cla_reviews.csv rows 2, 3 column clar_cla_review_id: ")


def test_an_extract_that_lies_there_twice_is_no_finding(tmp_path: Path) -> None:
    rows = ["r1,c1,2015-06-10,,N", "r2,c2,2015-06-24,2015-06-22,N"]
    tables = {**BASE, "ssd_cla_visits": CLEAR[JUNE], "ssd_cla_reviews": rows}
    both = {f"{folder}/{name}": lines for folder in "ab" for name, lines in tables.items()}
    found = measure(council(tmp_path, both), JUNE, "--taken-on", "2015-07-01")
    assert found.told("X185") == []
    assert found.figure("7.6", JUNE) == "1 of 2"


def test_the_latest_extract_says_whether_it_was_held_or_cancelled(tmp_path: Path) -> None:
    found = two_extracts(
        tmp_path, "ssd_cla_reviews",
        ["r1,c1,2015-06-10,2015-06-09,N", "r2,c2,2015-06-11,,N"],
        ["r1,c1,2015-06-12,,N", "r2,c2,2015-06-18,,Y"],
    )  # fmt: skip
    assert found.figure("7.6", JUNE) == "0 of 1"


def test_with_the_repair_turned_off_both_count(tmp_path: Path) -> None:
    found = two_extracts(
        tmp_path, "ssd_cla_reviews",
        ["r1,c1,2015-06-10,,N"], ["r1,c1,2015-06-24,2015-06-22,N"],
        toml='without = ["later_year_stands"]',
    )  # fmt: skip
    assert found.figure("7.6", JUNE) == "1 of 2"


def test_a_start_that_was_corrected_is_one_start(tmp_path: Path) -> None:
    found = two_extracts(
        tmp_path, "ssd_cla_episodes",
        [*BASE["ssd_cla_episodes"], "e3,2,,2015-05-30,S,N1,,,c3"],
        [BASE["ssd_cla_episodes"][0], "e2,2,p2,2014-05-08,S,N1,2015-05-01,E4A,c2",
         "e3,2,,2015-06-02,S,N1,,,c3"],
    )  # fmt: skip
    assert [found.figure("7.3", month) for month in (MAY, JUNE)] == ["0", "1"]
    assert found.told("X140") == []


def test_a_visit_whose_day_was_corrected_is_one_visit(tmp_path: Path) -> None:
    """Both children in care; the visit to the second turned out to be of long ago."""
    found = two_extracts(
        tmp_path, "ssd_cla_visits",
        ["v2,c2,2,2015-05-29"], ["v2,c2,2,2014-05-29"],
    )  # fmt: skip
    assert [found.figure("7.13", month) for month in (MAY, JUNE)] == ["1 of 2", "1 of 2"]


def test_an_assessment_whose_day_was_corrected_is_one_assessment(tmp_path: Path) -> None:
    found = two_extracts(
        tmp_path, "ssd_cla_health",
        ["h1,1,Health Assessment,2015-04-20,Completed"],
        ["h1,1,Health Assessment,2014-04-20,Completed"],
    )  # fmt: skip
    assert found.figure("7.8", JUNE) == "0 of 2"


@pytest.mark.parametrize(
    ("may", "june"),
    [
        (["1,c1,2015-06-1,,N", "2,c2,2015-06-2,,N"], ["1,c2,2015-06-2,,N", "2,c1,2015-06-1,,N"]),
        (["1,c1,2015-06-1,,N", "1,c1,2015-06-2,,N"], ["1,c1,2015-06-1,,N", "1,c1,2015-06-2,,N"]),
    ],
    ids=["of several children", "of several rows"],
)
def test_identifiers_that_tell_no_row_are_not_used_and_said_to_be(
    tmp_path: Path, may: list[str], june: list[str]
) -> None:
    found = two_extracts(tmp_path, "ssd_cla_reviews", may, june)
    assert found.figure("7.6", JUNE) == "0 of 2"
    told = found.told("X185")
    assert len(told) == 1
    assert told[0].startswith("ssd_cla_reviews: ")
