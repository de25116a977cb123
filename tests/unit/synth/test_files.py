"""The written extracts: real headers, the same bytes again, and what they say is true."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from lacxl.domain.month import FinancialYear, Month
from lacxl.synth import (
    Council,
    simulate,
    truth,
    write_annex_a,
    write_council,
    write_readings,
    write_ssda903,
    write_ssda903_years,
)
from lacxl.synth.oracle import INDICATORS
from lacxl.synth.writing import ssda903
from lacxl.synth.writing.annex_a_words import HEADINGS, end_words, placement_type_words
from unit.synth.hand_made import child, council, spell

FIRST, LAST, MARCH = Month(2014, 1), Month(2015, 5), Month(2015, 3)


@pytest.fixture(scope="module")
def made_up() -> Council:
    return simulate(400, FIRST, LAST, 11)


@pytest.fixture(scope="module")
def folder(made_up: Council, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("council")
    write_council(made_up, path, [Month(2015, 4), LAST])
    write_ssda903_years(made_up, path / "years")
    return path


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _day(text: str) -> dt.date | None:
    return dt.datetime.strptime(text, "%d/%m/%Y").date() if text else None


def _true(council: Council, month: Month) -> dict[str, tuple[int, int | None]]:
    return {
        one.indicator: (
            int(one.numerator or 0),
            None if one.denominator is None else int(one.denominator),
        )
        for one in truth(council, [month])
    }


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    digests = []
    for name, seed in (("a", 5), ("b", 5), ("c", 6)):
        write_council(simulate(60, FIRST, LAST, seed), tmp_path / name, [LAST])
        digests.append(_digest(tmp_path / name))
    assert digests[0] == digests[1] != digests[2]


def test_lives_that_are_not_kept_write_the_same_bytes(tmp_path: Path) -> None:
    made_up = simulate(60, FIRST, LAST, 5)
    for name in ("a", "b"):
        write_ssda903(Council(made_up.lives, FIRST, LAST), tmp_path / name)
        made_up = simulate(60, FIRST, LAST, 5)
    assert _digest(tmp_path / "a") == _digest(tmp_path / "b")


def test_the_files_are_where_they_should_be(folder: Path) -> None:
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert {"truth.csv", "population.csv", "annex_a/Annex A 2015-05.xlsx"} <= found
    modules = set(ssda903.COLUMNS) - {"sw_episodes", "oc2", "oc3"}
    assert {path for path in found if path.startswith("ssda903/")} == {
        f"ssda903/{name}.csv" for name in modules
    }
    assert {"local/peps.csv", "local/visits.csv", "local/plans.csv"} <= found
    assert "ssd/2015-04/ssd_cla_reviews.csv" in found
    assert "years/2014-15/episodes.csv" in found


def test_progress_is_told(made_up: Council, tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    write_council(Council((), FIRST, LAST), tmp_path, [LAST], lambda *step: told.append(step))
    assert [done for done, _, _ in told] == list(range(7))
    assert told[-1][:2] == (6, 6)


def test_ssda903_modules_have_their_columns(folder: Path) -> None:
    for name, columns in ssda903.COLUMNS.items():
        if name == "sw_episodes":  # no module of a return before 2023-24
            continue
        path = folder / "years" / "2014-15" / f"{name}.csv"
        assert path.read_bytes().decode().split("\r\n")[0] == ",".join(columns)


@pytest.mark.parametrize("name", sorted(ssda903.COLUMNS))
def test_ssda903_columns_are_those_of_real_files(name: str, shared_folder: Path) -> None:
    sample = shared_folder / "samples" / "ssda903" / f"{name}.csv"
    header = sample.read_text("utf-8-sig").splitlines()[0]
    assert tuple(header.split(",")) == ssda903.COLUMNS[name]


@pytest.mark.parametrize(
    ("name", "old"), [("Annex_A_2024_Jan.xlsx", False), ("Annex_A_older.xlsx", True)]
)
def test_annex_a_headings_are_those_of_real_files(
    name: str, old: bool, tmp_path: Path, shared_folder: Path
) -> None:
    sample = shared_folder / "samples" / "annex_a" / name
    write_annex_a(Council((), FIRST, LAST), tmp_path / "a.xlsx", LAST, old=old)
    real, made = openpyxl.load_workbook(sample), openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert real.sheetnames == made.sheetnames
    for sheet in real:
        headings = [cell.value for cell in sheet[1]]
        ours = [cell.value for cell in made[sheet.title][1]]
        if sheet.title != "List 10":  # there the two name the age differently
            assert headings == ours
        assert len(headings) == len(ours)


def test_counts_from_the_return_are_true(made_up: Council, folder: Path) -> None:
    rows = [row for row in _rows(folder / "ssda903" / "episodes.csv") if row["LS"][:2] != "V3"]
    rows = [row for row in rows if row["LS"] != "V4"]
    for month in (LAST, Month(2014, 3)):
        last, true = month.last_day, _true(made_up, month)
        in_care = {
            row["CHILD"]
            for row in rows
            if (_day(row["DECOM"]) or last) <= last
            and (not row["DEC"] or (_day(row["DEC"]) or last) > last)
        }
        starts = [row for row in rows if row["RNE"] == "S" and _in(row["DECOM"], month)]
        ends = [row for row in rows if row["REC"] not in {"X1", ""} and _in(row["DEC"], month)]
        assert true["7.1"] == (len(in_care), None)
        assert true["7.3"] == (len(starts), None)
        assert true["7.4"] == (len(ends), None)


def _in(text: str, month: Month) -> bool:
    day = _day(text)
    return day is not None and Month.of(day) == month


def test_care_leavers_of_the_return_are_those_of_march(
    made_up: Council, folder: Path, tmp_path: Path
) -> None:
    true = _true(made_up, MARCH)
    whole = Council(made_up.lives, FIRST, MARCH)
    write_ssda903(whole, tmp_path)
    for path in (tmp_path / "oc3.csv", folder / "years" / "2014-15" / "oc3.csv"):
        rows = _rows(path)
        assert true["8.1"] == (len(rows), None)
        assert true["8.3"] == (sum(row["ACCOM"][-1] == "1" for row in rows), len(rows))
        assert true["8.4"] == (sum(row["ACTIV"][0] in "FP" for row in rows), len(rows))
    assert not (folder / "ssda903" / "oc3.csv").exists()
    assert not (folder / "years" / "2015-16" / "oc3.csv").exists()


def test_yearly_returns_together_are_the_whole_history(folder: Path) -> None:
    latest: dict[tuple[str, str], dict[str, str]] = {}
    for year in sorted((folder / "years").iterdir()):
        header = {row["CHILD"] for row in _rows(year / "header.csv")}
        for row in _rows(year / "episodes.csv"):
            assert row["CHILD"] in header
            latest[row["CHILD"], row["DECOM"]] = row
    whole = {
        (row["CHILD"], row["DECOM"]): row for row in _rows(folder / "ssda903" / "episodes.csv")
    }
    assert latest == whole
    assert sorted(
        (row["CHILD"], row["REVIEW"])
        for year in (folder / "years").iterdir()
        for row in _rows(year / "reviews.csv")
    ) == sorted(
        (row["CHILD"], row["REVIEW"])
        for row in _rows(folder / "ssda903" / "reviews.csv")
        if row["CHILD"] in {child for child, _ in whole}
    )


def test_a_year_holds_what_was_open_in_it_as_it_stood_at_its_end(tmp_path: Path) -> None:
    lives = council(
        child(spell("2012-05-01", end="2014-03-31", rec="E4A"), number=10),
        child(spell("2012-05-01", end="2014-04-01", rec="E4A"), number=11),
        child(spell("2015-03-31", end="2015-04-01", rec="E4A"), number=12),
        child(spell("2015-04-01"), number=13),
    )
    write_ssda903(lives, tmp_path, Month(2015, 3))
    found = {row["CHILD"]: (row["DEC"], row["REC"]) for row in _rows(tmp_path / "episodes.csv")}
    assert found == {"11": ("01/04/2014", "E4A"), "12": ("", "")}
    assert {row["CHILD"] for row in _rows(tmp_path / "header.csv")} == {"11", "12"}


def test_codes_of_the_return_follow_the_year(tmp_path: Path) -> None:
    later = simulate(300, Month(2024, 1), Month(2025, 3), 3)
    write_ssda903(later, tmp_path)
    assert {row["SEX"] for row in _rows(tmp_path / "header.csv")} == {"M", "F"}
    places = {row["PLACE"] for row in _rows(tmp_path / "episodes.csv")}
    assert not places & {"K2", "H5", "P2"}
    assert not {row["ACTIV"] for row in _rows(tmp_path / "oc3.csv")} & {"F3", "P3"}
    assert _rows(tmp_path / "sw_episodes.csv")


@pytest.mark.parametrize("old", [False, True])
def test_annex_a_counts_are_true(made_up: Council, tmp_path: Path, old: bool) -> None:
    write_annex_a(made_up, tmp_path / "a.xlsx", LAST, old=old)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == [f"List {number}" for number in range(1, 12)]
    lists: dict[str, list[dict[str, Any]]] = {}
    for sheet in book:
        header, *rows = sheet.iter_rows(values_only=True)
        lists[sheet.title] = [dict(zip(map(str, header), row, strict=True)) for row in rows]
    true = _true(made_up, LAST)
    care = [row for row in lists["List 8"] if "V4:" not in str(row["Child's Legal Status"])]
    care = [row for row in care if "V3:" not in str(row["Child's Legal Status"])]
    now = [row for row in care if row["Date Ceased to be Looked After"] is None]
    assert true["7.1"][0] == len(now) == len({row["Child Unique ID"] for row in now})
    starts = Counter(Month.of(row["Date Started to be Looked After"]) for row in care)
    assert true["7.3"][0] == starts[LAST]
    ceased = [row["Date Ceased to be Looked After"] for row in care]
    assert true["7.4"][0] == sum(Month.of(day) == LAST for day in ceased if day)
    assert min(day for day in ceased if day).date() > dt.date(2014, 11, 30)
    many = sum(row["Number of Placements in the Last 12 months"] >= 3 for row in now)
    assert true["9.2"] == (many, len(now))
    leavers = [row for row in lists["List 9"] if "Eligible" not in row["Eligibility Category"]]
    assert 0 < true["8.1"][0] <= len(leavers)
    order = "Date of Adoption Order " if old else "Date of Adoption Order"
    adopted = [row for row in lists["List 10"] if row[order]]
    assert all(row[order].date() > dt.date(2014, 5, 31) for row in adopted)
    assert true["7.7"][0] == sum(Month.of(row[order]) == LAST for row in adopted)
    assert len(book["List 9"][1]) == (13 if old else 17)
    assert len(lists["List 1"]) == 0


def test_letters_in_front_of_codes_differ_between_the_versions() -> None:
    day = dt.date(2015, 5, 1)
    assert end_words("E41", day, old=True) == "h) E41: Residence order granted"
    assert end_words("E41", day, old=False) == "j) E41: Child arrangements order granted"
    assert placement_type_words("U6") == "f) U6: Foster placement - not FFA"
    assert len(HEADINGS["List 8"]) == 34


def test_ssd_reviews_have_the_due_dates_of_the_rule(made_up: Council, folder: Path) -> None:
    for month in (LAST, Month(2015, 4)):
        tables = folder / "ssd" / str(month)
        ends = {
            row["clae_cla_id"]: row["clae_cla_episode_ceased"]
            for row in _rows(tables / "ssd_cla_episodes.csv")
            if row["clae_cla_episode_ceased_reason"] not in {"", "X1"}
        }
        due = [
            row
            for row in _rows(tables / "ssd_cla_reviews.csv")
            if row["clar_cla_review_due_date"][:7] == str(month)
            and ends.get(row["clar_cla_id"], "9") > row["clar_cla_review_due_date"]
        ]
        in_time = [
            row
            for row in due
            if "" < row["clar_cla_review_date"] <= row["clar_cla_review_due_date"]
        ]
        assert _true(made_up, month)["7.6"] == (len(in_time), len(due))


def test_ssd_tables_hang_together(folder: Path) -> None:
    tables = folder / "ssd" / "2015-05"
    people = {row["pers_person_id"] for row in _rows(tables / "ssd_person.csv")}
    episodes = _rows(tables / "ssd_cla_episodes.csv")
    placements = {
        row["clap_cla_placement_id"]: row for row in _rows(tables / "ssd_cla_placement.csv")
    }
    periods = {row["clae_cla_id"] for row in episodes}
    assert all(row["clae_person_id"] in people for row in episodes)
    assert all(row["clae_cla_placement_id"] in placements for row in episodes)
    for name in ("ssd_cla_reviews", "ssd_cla_visits"):
        column = "clar_cla_id" if name == "ssd_cla_reviews" else "clav_cla_id"
        assert all(row[column] in periods for row in _rows(tables / f"{name}.csv"))
    leavers = _rows(tables / "ssd_care_leavers.csv")
    assert {row["clea_care_leaver_eligibility"] for row in leavers} >= {
        "Former relevant child", "Eligible child",
    }  # fmt: skip


def test_truth_is_written_as_readings(made_up: Council, folder: Path, tmp_path: Path) -> None:
    rows = _rows(folder / "truth.csv")
    assert list(rows[0]) == ["indicator", "month", "numerator", "denominator", "value", "note"]
    assert len(rows) == 2 * len(INDICATORS) == 44
    assert {row["month"] for row in rows} == {"2015-04", "2015-05"}
    readings = truth(made_up, [LAST])
    write_readings(readings, tmp_path / "t.csv")
    first = _rows(tmp_path / "t.csv")[0]
    assert (first["indicator"], first["denominator"]) == ("7.1", "")
    assert Decimal(first["numerator"]) == readings[0].numerator
    population = _rows(folder / "population.csv")
    assert population[-1] == {
        "financial_year": "2015/16",
        "population": str(made_up.population[FinancialYear(2015)]),
    }
