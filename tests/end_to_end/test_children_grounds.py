"""A refresh says of each indicator which source, definition and setting it used, or why none.

And `measure --since` fills the history backwards.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from children_folders import LOCAL_LISTS, council, write_layouts
from folders import assert_plain, run, state_of

from lacxl.catalogue.indicators import shipped
from lacxl.demo import write_empty_demo
from lacxl.domain.month import FinancialYear, Month
from lacxl.records import USED_BY, LocalList, Options, read_children
from lacxl.records.feeds.schema import code_lists
from pandas_frames import count, frames_of

MONTH = "2015-05"
CHILDREN = 120
LAYOUTS = ("ssda903", "ssd", "annex_a", "local")


@pytest.fixture(scope="module")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("grounds") / "council"
    of = council(4, CHILDREN, MONTH)
    write_empty_demo(folder, {str(year): people for year, people in of.population.items()})
    write_layouts(of, folder / "extracts", MONTH, *LAYOUTS)
    settings = folder / "lacxl.toml"
    text = settings.read_text("utf-8")
    settings.write_text(text[: text.index("[local.peps]")] + LOCAL_LISTS, "utf-8")
    return folder


@pytest.fixture
def made(_made: Path, tmp_path: Path) -> Path:
    """A folder of its own with all layouts and the empty workbook."""
    return shutil.copytree(_made, tmp_path / "council")


def with_measures(folder: Path, keys: str) -> None:
    settings = folder / "lacxl.toml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("[measures]\n", f"[measures]\n{keys}\n"), "utf-8")


def grounds(folder: Path, *arguments: str) -> Mapping[str, Mapping[str, Any]]:
    ran = run(folder, "refresh", MONTH, "--json", *arguments)
    assert_plain(ran)
    assert ran.code in (0, 1), ran.err
    return {each["indicator"]: each for each in ran.json()["counted"]}


def test_each_of_the_22_has_its_source_definition_and_settings(made: Path) -> None:
    with_measures(made, 'starts = "first_in_year"\nlocal_visit_days = 21')
    found = grounds(made)
    assert list(found) == list(shipped())
    for number, each in found.items():
        assert each["definition"] == shipped()[number].definition
        assert set(each) == {"indicator", "month", "source", "definition", "settings", "reason"}
        assert each["month"] == MONTH
        assert each["source"]
        assert not each["reason"]
    assert found["7.1"]["source"] == "ssda903: ssda903/episodes.csv"
    assert found["7.1"]["settings"] == {}
    assert found["7.3"]["settings"] == {"starts": '"first_in_year"'}
    assert found["7.13"]["settings"] == {"local_visit_days": "21"}
    assert found["7.10"]["settings"] == {
        "pep_current": '"six_months"',
        "pep_ages": "[5, 15]",
        "pep_ages_on": '"month_end"',
    }
    assert set(found["7.2"]["settings"]) == {"population"}
    receipt = next((made / "receipts").glob("*.json"))
    assert json.loads(receipt.read_text("utf-8"))["counted"] == list(found.values())


def test_it_is_printed_in_words(made: Path) -> None:
    ran = run(made, "refresh", MONTH)
    assert_plain(ran)
    said = " ".join(ran.out.split())
    for number, indicator in shipped().items():
        assert f"{number} " in said
        assert indicator.definition in said
    assert "ssda903/episodes.csv. Children who started to be looked after" in said
    assert 'Settings: starts = "every".' in said


def test_why_not_and_what_was_taken_instead(made: Path) -> None:
    shutil.rmtree(made / "extracts" / "ssd")
    shutil.rmtree(made / "extracts" / "annex_a")
    settings = made / "lacxl.toml"
    text = settings.read_text("utf-8")
    settings.write_text(text[: text.index("[local.peps]")], "utf-8")
    shutil.rmtree(made / "extracts" / "local")
    head = "indicator,month,numerator,denominator,value,note\n"
    (made / "readings.csv").write_text(f"{head}7.10,{MONTH},30,40,,\n", "utf-8")
    found = grounds(made)
    assert "readings.csv row 2" in found["7.10"]["source"]
    assert "personal education plans" in found["7.10"]["reason"]
    assert found["7.8"]["source"] == ""
    assert "health and dental checks" in found["7.8"]["reason"]
    assert found["7.1"]["reason"] == ""
    said = " ".join(run(made, "refresh", MONTH).out.split())
    assert "7.10 readings.csv row 2; not counted from children's records: the source has" in said
    assert "7.8 not counted from children's records: the source has no health" in said


def test_explain_names_the_settings(made: Path) -> None:
    with_measures(made, "dental_months = 6")
    said = run(made, "explain", "7.9", MONTH).out
    assert "Settings      dental_months = 6, dental_youngest = 0, dental_least_months = 0" in said
    (figure,) = run(made, "explain", "7.9", MONTH, "--json").json()["figures"]
    assert figure["Settings"] == "dental_months = 6, dental_youngest = 0, dental_least_months = 0"
    assert "Settings" not in run(made, "explain", "7.1", MONTH).out


def test_measure_names_source_and_settings(made: Path) -> None:
    ran = run(made, "measure", MONTH, "--json")
    by_number = {each["indicator"]: each for each in ran.json()["readings"]}
    assert by_number["7.3"]["settings"] == {"starts": '"every"'}
    assert by_number["7.3"]["definition"] == shipped()["7.3"].definition
    table = run(made, "measure", MONTH).out
    (line,) = [line for line in table.splitlines() if line.startswith("7.3 ")]
    assert line.split()[-4:] == ["ssda903", "starts", "=", '"every"']


def kept(folder: Path) -> dict[tuple[str, str], tuple[str, str]]:
    text = (folder / "lacxl-history.csv").read_text("utf-8")
    return {
        (row["indicator"], row["month"]): (row["numerator"], row["denominator"])
        for row in csv.DictReader(text.splitlines())
    }


def numbers(path: Path) -> dict[tuple[str, str], tuple[str, str]]:
    return {
        (row["indicator"], row["month"]): (row["numerator"], row["denominator"])
        for row in csv.DictReader(path.read_text("utf-8").splitlines())
        if row["numerator"]
    }


def test_since_fills_the_history_backwards(made: Path) -> None:
    before = state_of(made)
    ran = run(made, "measure", MONTH)
    assert_plain(ran)
    assert state_of(made) == before, "a measure alone writes nothing"
    out = made / "counted.csv"
    ran = run(made, "measure", MONTH, "--since", "2014-05", "--out", str(out))
    assert_plain(ran)
    assert ran.code in (0, 1), ran.err
    counted = numbers(out)
    assert kept(made) == counted
    assert f"Taken into the history: {len(counted)} readings." in ran.out
    assert {month for number, month in counted if number == "7.3"} == {
        *(f"2014-{month:02d}" for month in range(5, 13)),
        *(f"2015-{month:02d}" for month in range(1, 6)),
    }
    written = (made / "lacxl-history.csv").read_bytes()
    again = run(made, "measure", MONTH, "--since", "2014-05", "--json")
    assert again.json()["taken"] == 0
    assert (made / "lacxl-history.csv").read_bytes() == written


def test_what_the_history_took_in_stands_behind_the_workbook(made: Path) -> None:
    """The extracts are gone, and what was counted for March is known all the same."""
    run(made, "measure", MONTH, "--since", "2014-05")
    shutil.rmtree(made / "extracts")
    settings = made / "lacxl.toml"
    text = settings.read_text("utf-8")
    settings.write_text(text[: text.index("[children]")], "utf-8")
    (made / "readings.csv").write_text(
        f"indicator,month,numerator,denominator,value,note\n7.1,{MONTH},99,,,\n", "utf-8"
    )
    ran = run(made, "explain", "7.6", "2015-03")
    assert_plain(ran)
    assert "ssda903: ssda903/episodes.csv" in ran.out
    refreshed = run(made, "refresh", MONTH)
    assert_plain(refreshed)
    assert "K108" in refreshed.codes(), "99 restates what was counted"


def test_a_file_that_is_there_stops_before_the_history(made: Path) -> None:
    before = state_of(made)
    out = str(made / "lacxl.toml")
    ran = run(made, "measure", MONTH, "--since", "2014-05", "--out", out)
    assert (ran.code, ran.codes()) == (3, ["M123"])
    assert state_of(made) == before


OTHERWISE: Mapping[str, Any] = {
    "population": {FinancialYear(2015): 999},
    "starts": "first_in_year",
    "ends": "last_in_year",
    "permanence": ("E11",),
    "adopted_of": "permanence",
    "reviews_per": "child",
    "reviews_from": dt.date(2015, 4, 1),
    "health_least_months": 3,
    "dental_months": 6,
    "dental_youngest": 3,
    "dental_least_months": 6,
    "pep_current": "term",
    "pep_ages_on": "school_year",
    "pep_ages": (4, 15),
    "plan_months": 3,
    "lasting": code_lists()["place"].allowed,
    "local_visit_days": 14,
    "leaver_categories": ("qualifying",),
    "pathway_categories": ("relevant",),
    "leaver_ages": (18, 20),
    "leavers_not_in_touch": False,
    "same": "carer",
    "adoptive_with_previous": True,
    "a1": "A10",
}


@pytest.fixture(scope="module")
def count_with(_made: Path) -> Callable[..., Mapping[str, object]]:
    extract = read_children(
        [
            _made / "extracts" / "ssd",
            LocalList(
                "peps", _made / "extracts/local/peps.csv", "Child ID", {"date": "Date of PEP"}
            ),
        ]
    )
    frames = {**frames_of(extract)["ssd"], "peps": frames_of(extract)["local"]["peps"]}
    visits = frames["visits"]  # every other child was last seen seven weeks and more ago
    frames["visits"] = visits[(visits["child"] % 2 == 0) | (visits["date"] < "2015-04-10")]
    frames["reviews"] = frames["reviews"].assign(due=frames["reviews"]["due"].iloc[:0])

    def figures(**options: Any) -> Mapping[str, object]:
        month = Month.parse(MONTH)
        given = {"population": {FinancialYear(2015): 1000}} | options
        found = count(frames, [month], Options(**given), source="test", as_at=month)
        assert all(each.is_counted for each in found)
        return {each.indicator: each for each in found}

    return figures


@pytest.mark.parametrize("name", sorted(OTHERWISE))
def test_a_setting_changes_just_the_indicators_that_name_it(
    count_with: Callable[..., Mapping[str, object]], name: str
) -> None:
    base = {"adopted_of": "permanence"} if name == "permanence" else {}
    before, after = count_with(**base), count_with(**{**base, name: OTHERWISE[name]})
    changed = {number for number in before if before[number] != after[number]}
    assert changed == {number for number, names in USED_BY.items() if name in names}


def test_every_setting_is_tried() -> None:
    assert set(OTHERWISE) == {field.name for field in fields(Options)}
