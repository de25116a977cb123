"""Rows of another period than their extract, and where yearly returns begin."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest

from lacxl.records import ReadOptions
from lacxl.records.feeds.recognising import recognise
from lacxl.records.feeds.schema import TableKind, kinds
from pandas_frames import frames_of
from unit.records.feeds.small_extracts import (
    ADOPTIONS,
    ANNEX_A,
    EPISODES,
    HEADER,
    IN_CARE,
    REVIEWS,
    codes,
    finding,
    read,
    write,
    write_sheets,
)

LATER = ReadOptions(today=dt.date(2026, 1, 1))


def episode(child: int, start: str, end: str = "") -> str:
    reason = "E4A" if end else ""
    return f"{child},{start},S,C2,N1,U1,PR1,{end},{reason},,AB1 2CD,AB1 2CD,1000"


def year_of(first: int, children: range, *more: str) -> Sequence[str]:
    """Return the episodes of a year's return: every child left in the course of it."""
    months = [f"{1 + n % 28:02d}/{5 + n % 8:02d}/{first}" for n, _ in enumerate(children)]
    rows = [
        episode(child, f"01/02/{first - 1}", end)
        for child, end in zip(children, months, strict=True)
    ]
    return (EPISODES, *rows, *more)


def header(*children: int) -> Sequence[str]:
    return (HEADER, *(f"{child},1,01/01/2005,WBRI,,," for child in children))


def two_returns(folder: Path, *more: str, earlier: Sequence[str] = ()) -> Path:
    one, two = range(100, 112), range(200, 212)
    return write(
        folder,
        {
            "2015/episodes.csv": year_of(2014, one, *earlier),
            "2015/header.csv": header(*one, 300),
            "2016/episodes.csv": year_of(2015, two, *more),
            "2016/header.csv": header(*two, 300),
        },
    )


def test_an_episode_that_had_ended_before_the_year_of_its_return(tmp_path: Path) -> None:
    old = episode(300, "01/02/2012", "31/03/2015")
    told = finding(read(two_returns(tmp_path, old), options=LATER), "X137")
    assert "2016/episodes.csv row 14 column DEC" in told
    assert "1 April 2015 to 31 March 2016" in told


def test_an_episode_that_ended_on_the_first_day_of_the_year_belongs_to_it(tmp_path: Path) -> None:
    extract = read(two_returns(tmp_path, episode(300, "01/02/2012", "01/04/2015")), options=LATER)
    assert codes(extract) == []
    assert extract.begins == {"ssda903": dt.date(2014, 4, 1)}


def test_an_episode_that_began_after_a_return_that_another_follows(tmp_path: Path) -> None:
    late = episode(300, "01/04/2015", "02/05/2015")
    told = finding(read(two_returns(tmp_path, earlier=[late]), options=LATER), "X137")
    assert "2015/episodes.csv row 14 column DECOM" in told


def test_what_began_after_the_latest_return_is_only_new(tmp_path: Path) -> None:
    """It was exported later than its year ended."""
    assert codes(read(two_returns(tmp_path, episode(300, "02/05/2016")), options=LATER)) == []


def test_a_review_of_another_year(tmp_path: Path) -> None:
    two_returns(tmp_path)
    for year in (2015, 2016):
        held = [f"{n:02d}/06/{year - 1}" for n in range(1, 10)]
        wrong = ["30/03/2013"] if year == 2016 else []
        children = range(100 if year == 2015 else 200, 212)
        rows = [
            f"{child},01/01/2005,{day},PN1"
            for child, day in zip(children, held + wrong, strict=False)
        ]
        write(tmp_path, {f"{year}/reviews.csv": (REVIEWS, *rows)})
    told = finding(read(tmp_path, options=LATER), "X137")
    assert "2016/reviews.csv row 11 column REVIEW" in told


def test_a_history_of_many_years_has_no_row_of_another_period(tmp_path: Path) -> None:
    rows = [episode(n, "01/01/2008", f"01/05/{2010 + n % 6}") for n in range(100, 160)]
    write(tmp_path, {"episodes.csv": (EPISODES, *rows), "header.csv": header(*range(100, 160))})
    extract = read(tmp_path, options=LATER)
    assert codes(extract) == []
    assert extract.begins == {}


def test_list_8_holds_who_left_in_the_last_six_months(tmp_path: Path) -> None:
    """The list is as at 20 May 2018."""
    at = IN_CARE[0].index("Date Ceased to be Looked After")

    def with_end(day: dt.datetime) -> list[str]:
        row = (*IN_CARE[2][:at], day, *IN_CARE[2][at + 1 :])
        lists = {**ANNEX_A, "List 8": (*IN_CARE[:2], row)}
        extract = read(write_sheets(tmp_path / "annex.xlsx", lists))
        return [str(f) for f in extract.findings]

    assert with_end(dt.datetime(2017, 11, 1)) == []
    (told,) = with_end(dt.datetime(2017, 10, 31))
    assert "X137" in told
    assert "row 3 column Date Ceased to be Looked After" in told
    assert "6 months" in told


def test_list_10_holds_the_adoptions_of_the_last_twelve_months(tmp_path: Path) -> None:
    at = ADOPTIONS[0].index("Date of Adoption Order")
    row = (*ADOPTIONS[1][:at], dt.datetime(2017, 4, 30), *ADOPTIONS[1][at + 1 :])
    lists = {**ANNEX_A, "List 10": (*ADOPTIONS[:1], row, *ADOPTIONS[2:])}
    told = finding(read(write_sheets(tmp_path / "annex.xlsx", lists)), "X137")
    assert "row 2 column Date of Adoption Order" in told


@pytest.mark.parametrize("kind", [k for k in kinds() if not k.unused], ids=lambda kind: kind.title)
def test_a_table_that_lacks_any_one_column_is_still_known(kind: TableKind) -> None:
    headings = [column.heads[0] for column in kind.columns] + list(kind.other)
    for column in kind.columns:
        left = [heading for heading in headings if heading != column.heads[0]]
        found = recognise([left])
        assert found is not None, column.name
        assert (found.kind.source, found.kind.name) == (kind.source, kind.name), column.name
        assert column.name not in found.indices


def test_a_list_of_the_councils_own_is_taken_for_no_layout() -> None:
    assert recognise([["Child ID", "Date of PEP", "School", "Allocated Worker"]]) is None
    assert recognise([["Person", "SDQ_SCORE", "CONVICTED", "a", "b", "c", "d"]]) is None


def test_lists_and_episodes_from_before_all_months(tmp_path: Path) -> None:
    """No crash where every date lies before 1990, the first year of any month."""
    long_ago = [
        dt.datetime(1975, 1, 1) if isinstance(cell, dt.datetime) else cell for cell in IN_CARE[1]
    ]
    sheets = write_sheets(tmp_path / "annex.xlsx", {"List 8": (IN_CARE[0], long_ago)})
    files = {
        "episodes.csv": (EPISODES, episode(300, "01/05/1975", "03/06/1976")),
        "header.csv": header(300),
    }
    extract = read(sheets, write(tmp_path / "903", files))
    assert set(frames_of(extract)) == {"annex_a", "ssda903"}
    assert extract.as_at is None
