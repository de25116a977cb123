"""lacxl due: what falls due, by the extracts of a made-up council; and where its children are."""

from __future__ import annotations

import csv
import io
import os
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from children_folders import LOCAL_LISTS, council, rows_of, write_layouts, write_rows
from folders import Ran, assert_plain, run
from test_docs import keys_of, keys_of_table
from test_readme import DOCS, section

from lacxl.demo import write_empty_demo

MONTH, NEXT = "2015-05", "2015-06"
ON_THE_LAST = ("--taken-on", "2015-05-31")
CHILDREN = 200
STANDARDS = ("7.6", "7.8", "7.9", "7.10", "7.11", "7.12", "7.13", "8.2")


@pytest.fixture(scope="module")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("due") / "council"
    of = council(4, CHILDREN, MONTH)
    write_empty_demo(folder, {str(year): people for year, people in of.population.items()})
    write_layouts(of, folder / "extracts", MONTH, "ssda903", "ssd", "annex_a", "local")
    settings = folder / "lacxl.toml"
    text = settings.read_text("utf-8")
    settings.write_text(text[: text.index("[local.peps]")] + LOCAL_LISTS, "utf-8")
    return folder


@pytest.fixture
def made(_made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(_made, tmp_path / "council")


def only(folder: Path, *layouts: str) -> None:
    for layout in ("ssda903", "ssd", "annex_a", "local"):
        if layout not in layouts:
            shutil.rmtree(folder / "extracts" / layout)
    if "local" not in layouts:
        settings = folder / "lacxl.toml"
        text = settings.read_text("utf-8")
        settings.write_text(text[: text.index("[local.peps]")], "utf-8")


def counts(ran: Ran) -> dict[str, dict[str, int] | None]:
    assert_plain(ran)
    assert ran.code in (0, 1), ran.out + ran.err
    return {each["indicator"]: each["counts"] for each in ran.json()["standards"]}


def listed(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))


@pytest.mark.parametrize("layouts", [("ssda903", "ssd", "annex_a", "local"), ("annex_a",)])
def test_overdue_is_what_the_indicator_does_not_count(made: Path, layouts: Any) -> None:
    only(made, *layouts)
    found = counts(run(made, "due", NEXT, "--json", *ON_THE_LAST))
    readings = run(made, "measure", MONTH, "--json", *ON_THE_LAST).json()["readings"]
    compared = []
    for each in readings:
        mine = found.get(each["indicator"])
        if mine is None or each["numerator"] is None or each["indicator"] == "7.6":
            continue
        out = int(each["denominator"]) - int(each["numerator"])
        assert mine["overdue"] + mine["no_date"] == out, each["indicator"]
        assert mine["children"] == int(each["denominator"])
        compared.append(each["indicator"])
    expected = STANDARDS[1:] if len(layouts) > 1 else ("7.8", "7.9", "7.12", "7.13", "8.2")
    assert tuple(compared) == expected


def test_the_file_has_the_children_that_are_counted_and_the_teams_add_up(made: Path) -> None:
    ran = run(made, "due", NEXT, "--json", "--to", str(made / "due.csv"), *ON_THE_LAST)
    found, rows = counts(ran), listed(made / "due.csv")
    assert tuple(found) == STANDARDS
    when = {
        "overdue": "overdue",
        "by 2015-06-30": "this_month",
        "by 2015-07-31": "next_month",
        "no date on record": "no_date",
    }
    of_file = Counter((row["indicator"], when[row["when"]]) for row in rows)
    for number, mine in found.items():
        assert mine
        assert {key: of_file[number, key] for key in when.values()} == {
            key: mine[key] for key in when.values()
        }
    for each in ran.json()["standards"]:
        teams = [one["counts"] for one in each["teams"]]
        assert {key: sum(one[key] for one in teams) for key in each["counts"]} == each["counts"]
        names = {one["team"] for one in each["teams"]}
        own = (
            {"Leaving Care Team"}
            if each["indicator"] == "8.2"
            else {f"Team {n}" for n in range(1, 7)}
        )
        assert names <= {*own, "other teams", "no team"}
    for row in rows:
        assert bool(row["due"]) == (row["when"] != "no date on record") == bool(row["days"])
        assert (row["when"] == "overdue") == row["days"].startswith("-")
    assert [int(row["child"]) for row in rows] == sorted(int(row["child"]) for row in rows)
    known = {row["child"] for row in rows}
    assert not [child for child in known if child in ran.out.replace(str(made), "") + ran.err]


@pytest.mark.skipif(os.name == "nt", reason="modes as POSIX has them")
def test_the_file_is_its_owners_alone_and_never_takes_anothers_place(made: Path) -> None:
    before = os.umask(0)
    try:
        run(made, "due", NEXT, "--to", str(made / "due.csv"))
    finally:
        os.umask(before)
    assert (made / "due.csv").stat().st_mode & 0o777 == 0o600
    content = (made / "due.csv").read_bytes()
    for name, code in (("due.csv", "M123"), ("lacxl.toml", "M123"), ("lacxl-history.csv", "U110")):
        ran = run(made, "due", NEXT, "--to", str(made / name))
        assert_plain(ran)
        assert (ran.code, code in ran.codes()) == (3, True), name
    assert (made / "due.csv").read_bytes() == content


def test_without_a_file_nothing_is_written(made: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in made.rglob("*")}
    assert run(made, "due", NEXT).code in (0, 1)
    assert {path: path.stat().st_mtime_ns for path in made.rglob("*")} == before


def test_what_a_source_lacks_is_not_in_this_extract(made: Path) -> None:
    only(made, "ssda903")
    ran = run(made, "due", NEXT, *ON_THE_LAST)
    assert_plain(ran)
    assert "M140" in ran.codes()
    assert "No team in these extracts." in ran.out
    (line,) = (line for line in ran.out.splitlines() if line.startswith("7.12"))
    assert "not in this extract: ssda903: the source has no visits" in line


def test_a_month_that_is_over_is_refused_and_old_records_are_told(made: Path) -> None:
    only(made, "annex_a")
    ran = run(made, "due", "2015-04")
    assert (ran.code, ran.codes()) == (3, ["M143"])
    assert "M142" in run(made, "due", "2015-07").codes()
    assert "M142" not in run(made, "due", NEXT).codes()


def test_rows_of_later_days_are_told(made: Path) -> None:
    """The episodes end in May; a visit of June is on record, and nobody said when it was made."""
    only(made, "ssd")
    assert "M141" not in run(made, "due", NEXT).codes()
    visits = made / "extracts" / "ssd" / "ssd_cla_visits.csv"
    rows = rows_of(visits)
    at = rows[0].index("clav_cla_visit_date")
    rows[1][at] = f"2015-06-02{rows[1][at][10:]}"
    write_rows(visits, rows)
    ran = run(made, "due", NEXT)
    assert "M141" in ran.codes()
    assert "1 row of later days than 31/05/2015" in " ".join(ran.out.split())
    assert "M141" not in run(made, "due", NEXT, "--taken-on", "2015-06-02").codes()


def test_a_team_of_few_is_not_named_and_a_formula_is_a_text(made: Path) -> None:
    import openpyxl

    only(made, "annex_a")
    path = made / "extracts" / "annex_a" / "Annex A.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = next(sheet for sheet in book if "8" in sheet.title)
    heads = [cell.value for cell in sheet[1]]
    team, child = heads.index("Allocated Team") + 1, heads.index("Child Unique ID") + 1
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, team).value = "=HYPERLINK(1)" if row % 2 else "+Team"
        sheet.cell(row, team).data_type = "s"
        sheet.cell(row, child).value = f"@{sheet.cell(row, child).value}"
    for row in (2, 3, 4):
        sheet.cell(row, team).value = "Zebediah Quill"
    book.save(path)
    book.close()
    ran = run(made, "due", NEXT, "--json", "--to", str(made / "due.csv"))
    assert_plain(ran)
    assert "Quill" not in ran.out + ran.err
    assert "Quill" not in run(made, "due", NEXT).out
    teams = {one["team"] for each in ran.json()["standards"] for one in each["teams"]}
    assert {"=HYPERLINK(1)", "+Team"} <= teams
    rows = listed(made / "due.csv")
    in_care = [row for row in rows if row["indicator"] != "8.2"]
    assert all(row["child"].startswith("'@") for row in in_care)
    assert {row["team"] for row in in_care} <= {"'=HYPERLINK(1)", "'+Team", "Zebediah Quill", ""}
    run(made, "explain", "7.8", MONTH, "--children", str(made / "why.csv"))
    assert all(row["child"].startswith("'@") for row in listed(made / "why.csv"))


def test_the_json_is_as_documented(made: Path) -> None:
    page = DOCS / "json.md"
    named = keys_of_table(section(page, "due")) | keys_of_table(section(page, "Findings"))
    printed = run(made, "due", NEXT, "--json").json()
    for each in printed["standards"]:
        assert all(isinstance(value, str) for value in each.pop("settings").values())
    assert set(keys_of(printed)) - named == {"format", "command"}
