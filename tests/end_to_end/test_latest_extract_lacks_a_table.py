"""Several extracts of which the latest lacks a table: every figure is right, or it is refused.

Nobody knows what has happened since the last extract that has the table. The older one stood in for
it: without visits of March, 7.13 was the share of children seen by January.
"""

from __future__ import annotations

import csv
import datetime as dt
import shutil
from pathlib import Path

import pytest
from children_folders import (
    LOCAL_LISTS,
    council,
    rows_of,
    settings_for,
    without,
    write_layouts,
    write_rows,
)

from lacxl.app.children.counting import count_children
from lacxl.app.children.due import due_by
from lacxl.catalogue.indicators import shipped
from lacxl.domain.month import Month
from lacxl.records import ReadOptions, profile
from lacxl.settings.settings import Settings
from lacxl.synth import write_ssda903_years

OLD, NEW = "2015-01", "2015-03"
MADE_UP = council(6, 150, NEW)
TODAY = dt.date(2016, 6, 10)
TABLES = {
    "ssd_person": {"7.8", "8.1", "9.1"},
    "ssd_cla_episodes": {"7.1", "7.3", "7.4", "9.1", "9.2"},
    "ssd_cla_placement": {"9.1", "9.2"},
    "ssd_legal_status": {"7.1", "7.3", "7.4", "7.6", "7.13", "9.1", "9.2"},
    "ssd_cla_reviews": {"7.6"},
    "ssd_cla_visits": {"7.13"},
    "ssd_cla_health": {"7.8"},
    "ssd_cla_care_plan": {"7.11"},
    "ssd_care_leavers": {"8.1", "8.2", "8.3", "8.4"},
    "ssd_permanence": {"10.1"},
}
"""The tables of the SSD, and some of the indicators that rest on them."""
Figures = dict[str, tuple[object, object]]


def figures(
    folder: Path, month: str = NEW, code: str = "X106"
) -> tuple[Figures, dict[str, str], list[str]]:
    """What is counted, by indicator; why what is not is not; and where a finding is, by its code:
    that of tables that are lacking.
    """
    found = count_children(
        Settings.load(folder / "lacxl.toml"), [Month.parse(month)], shipped(), today=TODAY
    )
    counted = found.counted.values()
    return (
        {each.indicator: (each.numerator, each.denominator) for each in counted if not each.reason},
        {each.indicator: each.reason for each in counted if each.reason},
        [each.where for each in found.findings if each.code == code],
    )


@pytest.fixture(scope="module")
def extracts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("extracts")
    for month in (OLD, NEW):
        write_layouts(MADE_UP, folder / month, month, "ssd")
    return folder


@pytest.mark.parametrize("rest", ["nothing", "headings"])
@pytest.mark.parametrize("table", TABLES)
def test_of_the_ssd(extracts: Path, tmp_path: Path, table: str, rest: str) -> None:
    settings_for(tmp_path, MADE_UP)
    shutil.copytree(extracts, tmp_path / "extracts")
    right, _, lacking = figures(tmp_path)
    right_before, _, _ = figures(tmp_path, OLD)
    assert not lacking
    assert TABLES[table] <= right.keys()
    (latest,) = (tmp_path / "extracts" / NEW).rglob(f"{table}.csv")
    (write_rows(latest, rows_of(latest)[:1]) if rest == "headings" else latest.unlink())
    found, why, lacking = figures(tmp_path)
    assert not TABLES[table] & found.keys()
    assert TABLES[table] <= why.keys()
    assert all(found[number] == right[number] for number in found)
    assert table == "ssd_care_leavers" or [where for where in lacking if table in where]
    before, _, lacking = figures(tmp_path, OLD)
    assert (before, lacking) == (right_before, []), "of its own month the older one tells"


def test_extracts_of_other_tables_are_no_later_ones(extracts: Path, tmp_path: Path) -> None:
    """Each system has its own export, and everyone in it: health of January is of January."""
    settings_for(tmp_path, MADE_UP)
    (care,) = (extracts / NEW).rglob("ssd")
    for path in care.iterdir():
        own = "health" if "health" in path.stem else "care"
        shutil.copytree(care, tmp_path / "whole", dirs_exist_ok=True)
        (tmp_path / "extracts" / own).mkdir(parents=True, exist_ok=True)
        shutil.copy(path, tmp_path / "extracts" / own)
    shutil.copy(care / "ssd_person.csv", tmp_path / "extracts" / "health")
    found, _, lacking = figures(tmp_path)
    assert not lacking
    assert {"7.8", "7.13"} <= found.keys()


def test_people_alone(extracts: Path, tmp_path: Path) -> None:
    settings_for(tmp_path, MADE_UP)
    for month in (OLD, NEW):
        (person,) = (extracts / month).rglob("ssd_person.csv")
        (tmp_path / "extracts" / month).mkdir(parents=True)
        shutil.copy(person, tmp_path / "extracts" / month)
    profile([tmp_path / "extracts"], options=ReadOptions(today=TODAY))


@pytest.mark.parametrize(("module", "rests"), [("reviews", "7.6"), ("ad1", "10.3")])
def test_of_yearly_returns(tmp_path: Path, module: str, rests: str) -> None:
    settings_for(tmp_path, MADE_UP)
    write_ssda903_years(MADE_UP, tmp_path / "extracts")
    right, _, lacking = figures(tmp_path)
    assert rests in right
    assert not lacking
    (tmp_path / "extracts" / "2014-15" / f"{module}.csv").unlink()
    found, _, lacking = figures(tmp_path)
    assert rests not in found
    assert all(found[number] == right[number] for number in found)
    assert len(lacking) == 1
    assert figures(tmp_path, "2014-03")[2] == []


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("ssd_cla_reviews", "the reviews go up to Jan-15"),
        ("ssd_cla_visits", "the visits go up to Jan-15"),
        ("ssd_cla_health", "the health and dental checks go up to Jan-15"),
    ],
)
def test_a_table_that_was_not_exported_again(
    extracts: Path, tmp_path: Path, table: str, words: str
) -> None:
    """The others of the folder are of March, and this one is still that of January."""
    settings_for(tmp_path, MADE_UP)
    (new,) = (extracts / NEW).rglob("ssd")
    (old,) = (extracts / OLD).rglob(f"{table}.csv")
    shutil.copytree(new, tmp_path / "extracts")
    right, _, _ = figures(tmp_path)
    shutil.copyfile(old, tmp_path / "extracts" / f"{table}.csv")
    found, why, _ = figures(tmp_path)
    lost = right.keys() - found.keys()
    assert lost
    assert {why[number] for number in lost} == {words}
    assert all(found[number] == right[number] for number in found)
    listed = due_by(Settings.load(tmp_path / "lacxl.toml"), Month(2015, 4), today=TODAY)
    reasons = {each.number: each.found.reason for each in listed.standards}
    assert {reasons[number] for number in lost} == {f"ssd: {words}"}


@pytest.mark.parametrize("taken_on", ["", "[extracts]\ntaken_on = 2015-04-02\n"])
def test_where_nothing_has_happened_since_it_can_be_said(
    extracts: Path, tmp_path: Path, taken_on: str
) -> None:
    (new,) = (extracts / NEW).rglob("ssd")
    (old,) = (extracts / OLD).rglob("ssd_cla_visits.csv")
    shutil.copytree(new, tmp_path / "extracts")
    shutil.copyfile(old, tmp_path / "extracts" / "ssd_cla_visits.csv")
    settings_for(tmp_path, MADE_UP, more=taken_on)
    found, _, told = figures(tmp_path, code="X187")
    assert "7.13" not in found
    assert told == ["SSD visits"]
    assert "SSD visits" not in figures(tmp_path, code="X155")[2]
    assert "7.13" in figures(tmp_path, OLD)[0]
    settings_for(tmp_path, MADE_UP, keys=without("leave_out_older"), more=taken_on)
    assert "7.13" in figures(tmp_path)[0]
    assert figures(tmp_path, code="X187")[2] == ["SSD visits"]
    (tmp_path / "extracts" / "ssd_cla_visits.csv").unlink()
    shutil.copytree(new, tmp_path / "extracts" / NEW)
    (tmp_path / "extracts" / NEW / "ssd_cla_visits.csv").unlink()
    older = tmp_path / "extracts" / OLD
    shutil.copytree(old.parent, older)
    assert {"7.12", "7.13"} <= figures(tmp_path)[0].keys()


def test_a_list_of_plans_of_education_in_august(tmp_path: Path) -> None:
    """No school is open: that none is dated in August does not say that the list is older."""
    of = council(6, 150, "2015-09")
    settings_for(tmp_path, of, more=LOCAL_LISTS)
    write_layouts(of, tmp_path / "extracts", "2015-09", "ssd", "local")
    peps = tmp_path / "extracts" / "local" / "peps.csv"
    rows = list(csv.reader(peps.read_text("utf-8-sig").splitlines()))
    at = rows[0].index("Date of PEP")
    kept = [row for row in rows[1:] if dt.datetime.strptime(row[at], "%d/%m/%Y") < JULY]
    assert 40 < len(kept) < len(rows) - 1
    write_rows(peps, [rows[0], *kept])
    assert "7.10" in figures(tmp_path, "2015-08")[0]
    why = figures(tmp_path, "2015-09")[1]["7.10"]
    assert why.endswith("local: the personal education plans go up to Jul-15")


JULY = dt.datetime(2015, 7, 20)


def test_the_profile_agrees(extracts: Path, tmp_path: Path) -> None:
    settings_for(tmp_path, MADE_UP)
    shutil.copytree(extracts, tmp_path / "extracts")
    for table in TABLES:
        (latest,) = (tmp_path / "extracts" / NEW).rglob(f"{table}.csv")
        kept = latest.read_bytes()
        latest.unlink()
        found, _, _ = figures(tmp_path)
        fed = profile([tmp_path / "extracts"], options=ReadOptions(today=TODAY)).feeds.keys()
        assert table == "ssd_care_leavers" or found.keys() == fed, table
        latest.write_bytes(kept)
