"""What the whole product counts is what is true of the made-up councils.

The truth follows from the simulated lives (lacxl.synth.oracle), which knows nothing of the
measures. Each layout stands alone in its folder, so that no other source can make up for it.
"""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from pathlib import Path

import pytest
from children_folders import (
    ADOPTIONS,
    ALL,
    FLOWS_OF_903,
    LEAVERS,
    LOCAL_LISTS,
    REPAIRS,
    change_column,
    council,
    differences,
    findings_of,
    measured,
    rows_of,
    settings_for,
    sources_of,
    true_readings,
    without,
    write_layouts,
    write_rows,
)

CHILDREN = 300
FIRST, LAST = "2014-04", "2016-03"
SEEDS = (1, 2, 3)
MONTHS = [
    f"{year}-{month:02d}"
    for year in (2014, 2015, 2016)
    for month in range(1, 13)
    if FIRST <= f"{year}-{month:02d}" <= LAST
]
EXTRACT_MONTHS = ("2014-08", "2015-02", "2015-10", "2016-03")
OF_903 = (*FLOWS_OF_903, *ADOPTIONS)
OF_SSD = tuple(number for number in ALL if number != "7.10")
OF_ANNEX_A = (
    *("7.1", "7.2", "7.3", "7.4", "7.5", "7.7", "7.8", "7.9", "7.12", "7.13"),
    *LEAVERS,
    *("9.2", *ADOPTIONS),
)
OF_LOCAL = ("7.10", "7.11", "7.12", "7.13")
OFF = without(*REPAIRS)


def lay(folder: Path, seed: int, month: str, *layouts: str, keys: str = "", more: str = "") -> Path:
    of = council(seed, CHILDREN)
    write_layouts(of, folder / "extracts", month, *layouts)
    return settings_for(folder, of, keys=keys, more=more)


def test_the_months_are_24() -> None:
    assert len(MONTHS) == 24


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("keys", ["", OFF], ids=["repairs", "no repairs"])
def test_ssda903_alone_over_24_months(tmp_path: Path, seed: int, keys: str) -> None:
    folder = lay(tmp_path, seed, LAST, "ssda903", keys=keys)
    counted, ran = measured(folder, LAST, "--since", FIRST)
    true = true_readings(seed, CHILDREN, FIRST, LAST)
    assert differences(counted, true, OF_903, MONTHS) == []
    # care leavers come from OC3, which is as at 31 March
    assert differences(counted, true, ("8.1", "8.3", "8.4"), [LAST]) == []
    assert set(sources_of(ran).values()) == {"ssda903"}
    assert {number for number, _ in counted} == {*OF_903, "8.1", "8.3", "8.4"}
    assert {month for number, month in counted if number in LEAVERS} == {LAST}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("month", EXTRACT_MONTHS)
def test_ssd_tables_alone(tmp_path: Path, seed: int, month: str) -> None:
    folder = lay(tmp_path, seed, month, "ssd", keys="" if seed != 2 else OFF)
    counted, ran = measured(folder, month, "--since", FIRST)
    true = true_readings(seed, CHILDREN, FIRST, LAST)
    assert differences(counted, true, OF_SSD, [month]) == []
    before = [each for each in MONTHS if each < month]
    assert differences(counted, true, [n for n in OF_SSD if n not in LEAVERS], before) == []
    assert {number for number, _ in counted} == set(OF_SSD)
    assert {each for number, each in counted if number in LEAVERS} == {month}
    assert set(sources_of(ran).values()) == {"ssd"}


@pytest.mark.parametrize("flat", [False, True], ids=["a folder a month", "one folder"])
def test_ssd_tables_of_several_months_lying_together(tmp_path: Path, flat: bool) -> None:
    extracts = tmp_path / "extracts"
    for month in EXTRACT_MONTHS:
        write_layouts(council(1, CHILDREN), extracts / month, month, "ssd")
        if flat:
            for file in (extracts / month / "ssd").iterdir():
                file.rename(extracts / f"{file.stem} {month}.csv")
    folder = settings_for(tmp_path, council(1, CHILDREN))
    counted, ran = measured(folder, LAST, "--since", FIRST)
    true = true_readings(1, CHILDREN, FIRST, LAST)
    assert differences(counted, true, OF_SSD, [LAST]) == []
    assert differences(counted, true, [n for n in OF_SSD if n not in LEAVERS], MONTHS) == []
    assert not {each["code"] for each in findings_of(ran)} & {"X132", "X140", "X141", "X142"}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("month", EXTRACT_MONTHS)
def test_annex_a_alone(tmp_path: Path, seed: int, month: str) -> None:
    folder = lay(tmp_path, seed, month, "annex_a", keys="" if seed != 2 else OFF)
    counted, ran = measured(folder, month)
    true = true_readings(seed, CHILDREN, FIRST, LAST)
    assert differences(counted, true, OF_ANNEX_A, [month]) == []
    assert {number for number, _ in counted} == set(OF_ANNEX_A)
    assert set(sources_of(ran).values()) == {"annex_a"}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("keys", ["", OFF], ids=["repairs", "no repairs"])
def test_local_lists_beside_episodes(tmp_path: Path, seed: int, keys: str) -> None:
    folder = lay(tmp_path, seed, LAST, "ssda903", "local", keys=keys, more=LOCAL_LISTS)
    counted, ran = measured(folder, LAST, "--since", FIRST)
    true = true_readings(seed, CHILDREN, FIRST, LAST)
    assert differences(counted, true, (*OF_903, *OF_LOCAL), MONTHS) == []
    sources = sources_of(ran)
    assert {sources[number, month] for number in OF_LOCAL for month in MONTHS} == {"local"}


def test_all_22_from_all_layouts_without_a_difference_between_them(tmp_path: Path) -> None:
    layouts = ("ssda903", "ssd", "annex_a", "local")
    folder = lay(tmp_path, 1, LAST, *layouts, more=LOCAL_LISTS)
    counted, ran = measured(folder, LAST)
    true = true_readings(1, CHILDREN, FIRST, LAST)
    assert differences(counted, true, ALL, [LAST]) == []
    assert len({number for number, _ in counted}) == 22
    assert [each for each in findings_of(ran) if each["code"] == "M110"] == []


@pytest.mark.parametrize("month", ["2015-02", "2015-10"])
def test_an_older_annex_a_does_not_hold_back_ssda903(tmp_path: Path, month: str) -> None:
    """The day of Annex A was taken for that of every source."""
    folder = lay(tmp_path, 1, month, "ssda903", "annex_a")
    counted, _ = measured(folder, LAST, "--since", FIRST)
    true = true_readings(1, CHILDREN, FIRST, LAST)
    assert differences(counted, true, OF_903, MONTHS) == []
    assert differences(counted, true, ("8.1", "8.3", "8.4"), [LAST]) == []
    assert differences(counted, true, OF_ANNEX_A, [month]) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_a_folder_of_yearly_returns(tmp_path: Path, seed: int) -> None:
    from lacxl.synth import write_ssda903_years

    of = council(seed, CHILDREN)
    write_ssda903_years(of, tmp_path / "extracts" / "ssda903")
    folder = settings_for(tmp_path, of)
    counted, _ = measured(folder, LAST, "--since", FIRST)
    true = true_readings(seed, CHILDREN, FIRST, LAST)
    assert differences(counted, true, (*OF_903, "8.1", "8.3", "8.4"), [LAST]) == []
    assert differences(counted, true, OF_903, MONTHS) == []


def test_a_single_mistaken_date_does_not_say_that_later_months_are_known(tmp_path: Path) -> None:
    folder = lay(tmp_path, 1, LAST, "ssda903")
    reviews = folder / "extracts" / "ssda903" / "reviews.csv"
    rows = rows_of(reviews)
    write_rows(reviews, [*rows, [*rows[1][:2], "07/03/2020", *rows[1][3:]]])
    counted, _ = measured(folder, "2016-06")
    assert counted == {}


@pytest.mark.parametrize("last", ["2015-12", "2016-03"], ids=["months", "the same return"])
def test_episodes_that_end_months_before_the_reviews_tell_nothing_of_later_months(
    tmp_path: Path, last: str
) -> None:
    folder = lay(tmp_path, 1, LAST, "ssda903")
    lists = folder / "extracts" / "ssda903"
    header, *rows = rows_of(lists / "episodes.csv")
    start, end = header.index("DECOM"), header.index("DEC")
    until = f"{last}-31"

    def iso(text: str) -> str:
        return "-".join(reversed(text.split("/")))

    kept = [row for row in rows if iso(row[start]) <= until]
    for row in kept:
        if iso(row[end]) > until:
            row[end:] = [""] * len(row[end:])
    write_rows(lists / "episodes.csv", [header, *kept])
    counted, _ = measured(folder, LAST, "--since", "2015-12")
    months = {month for number, month in counted if number == "7.1"}
    assert "2015-12" in months
    assert (LAST in months) == (last == LAST)


def test_care_leavers_of_an_earlier_return_are_not_those_of_the_latest_year(tmp_path: Path) -> None:
    from lacxl.synth import write_ssda903_years

    of = council(1, CHILDREN)
    write_ssda903_years(of, tmp_path / "extracts" / "ssda903")
    *_, latest = sorted((tmp_path / "extracts").rglob("oc3.csv"))
    latest.unlink()
    folder = settings_for(tmp_path, of)
    counted, _ = measured(folder, LAST, "--since", FIRST)
    true = true_readings(1, CHILDREN, FIRST, LAST)
    assert differences(counted, true, ("8.1", "8.3", "8.4"), ["2015-03"]) == []
    assert {month for number, month in counted if number in LEAVERS} == {"2015-03"}


@pytest.mark.parametrize("several", [False, True], ids=["one return", "two returns"])
def test_no_month_before_the_first_return_is_counted(tmp_path: Path, several: bool) -> None:
    """Who left before its year is in no return, so that earlier months would come out too low."""
    from lacxl.domain.month import FinancialYear
    from lacxl.synth import write_ssda903_years

    of = council(1, CHILDREN)
    extracts = tmp_path / "extracts" / "ssda903"
    write_ssda903_years(of, extracts, FinancialYear(2014 if several else 2015))
    folder = settings_for(tmp_path, of)
    counted, ran = measured(folder, LAST, "--since", FIRST)
    first = FIRST if several else "2015-04"
    flows = {month for number, month in counted if number == "7.3"}
    assert flows == {month for month in MONTHS if month >= first}
    true = true_readings(1, CHILDREN, FIRST, LAST)
    stock = [number for number in FLOWS_OF_903 if number not in ("7.6", "9.1", "9.2")]
    assert differences(counted, true, stock, sorted(flows)) == []
    assert differences(counted, true, ["9.2"], [LAST]) == []
    assert ("9.2", first) not in counted  # it looks back over the year before
    if not several:
        early = next(
            each for each in ran.json()["readings"]
            if (each["indicator"], each["month"]) == ("7.1", FIRST)
        )  # fmt: skip
        assert "the episodes begin in Apr-15" in early["reason"]


# Repairs give the truth back: what was spoilt in a way that can be mended counts as if it were not.


def duplicate_rows(extracts: Path) -> int:
    path = extracts / "episodes.csv"
    rows = rows_of(path)
    write_rows(path, [*rows, *rows[1:60:3]])
    return len(rows[1:60:3])


def open_episodes(extracts: Path) -> int:
    """Take end and reason off episodes at whose end the child's next one starts."""
    path = extracts / "episodes.csv"
    rows = rows_of(path)
    end, rec, start = (rows[0].index(name) for name in ("DEC", "REC", "DECOM"))
    opened = 0
    for row, after in pairwise(rows[1:]):
        if row[rec] == "X1" and after[0] == row[0] and after[start] == row[end] and opened < 40:
            row[end] = row[rec] = ""
            opened += 1
    write_rows(path, rows)
    return opened


def american_order(extracts: Path) -> int:
    def turned(_: int, text: str) -> str:
        day, month, year = text.split("/")
        return f"{month}/{day}/{year}"

    return sum(
        change_column(extracts / "episodes.csv", heading, turned) for heading in ("DECOM", "DEC")
    )


def day_numbers(extracts: Path) -> int:
    def numbered(_: int, text: str) -> str:
        day, month, year = map(int, text.split("/"))
        return str((dt.date(year, month, day) - dt.date(1899, 12, 30)).days)

    return change_column(extracts / "episodes.csv", "DECOM", numbered) + change_column(
        extracts / "reviews.csv", "REVIEW", numbered
    )


def placeholders(extracts: Path) -> int:
    path = extracts / "episodes.csv"
    rows = rows_of(path)
    place, changed = rows[0].index("DEC"), 0
    for row in rows[1:]:
        if not row[place]:
            row[place], changed = "31/12/9999", changed + 1
    write_rows(path, rows)
    return changed


SPOILT = {
    "drop_duplicates": (duplicate_rows, {"X132"}),
    "close_open_episodes": (open_episodes, {"X140", "X142"}),
    "american_dates": (american_order, {"X124"}),
    "excel_serials": (day_numbers, {"X126"}),
    "placeholder_dates": (placeholders, {"X123"}),
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_repair_gives_the_truth_back(tmp_path: Path, name: str) -> None:
    spoil, codes = SPOILT[name]
    folder = lay(tmp_path, 3, LAST, "ssda903")
    touched = spoil(folder / "extracts" / "ssda903")
    assert touched > 5
    counted, ran = measured(folder, LAST, "--since", FIRST)
    true = true_readings(3, CHILDREN, FIRST, LAST)
    assert differences(counted, true, OF_903, MONTHS) == []
    assert codes & {each["code"] for each in findings_of(ran)}


@pytest.mark.parametrize("name", [*SPOILT])
def test_without_the_repair_it_shows(tmp_path: Path, name: str) -> None:
    spoil, codes = SPOILT[name]
    keys = f'{without(name)}\nseverities = {{ X172 = "warning" }}'  # ends that are not read
    folder = lay(tmp_path, 3, LAST, "ssda903", keys=keys)
    spoil(folder / "extracts" / "ssda903")
    counted, ran = measured(folder, LAST, "--since", FIRST)
    assert codes & {each["code"] for each in findings_of(ran)}
    true = true_readings(3, CHILDREN, FIRST, LAST)
    if name not in ("drop_duplicates", "placeholder_dates"):  # blank is right for those either way
        assert differences(counted, true, OF_903, MONTHS) != []
