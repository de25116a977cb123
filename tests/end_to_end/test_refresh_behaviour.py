"""What a refresh does, does once, and leaves alone."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import re
from pathlib import Path

import openpyxl
import pytest
from folders import (
    DONE,
    MAY,
    WITH_FINDINGS,
    assert_done,
    leftovers,
    refused_untouched,
    run,
    settings_add,
    settings_under,
    squeezed,
    state_of,
    workbook_of,
)
from planting import (
    SUMMARY,
    read_sheet,
    rows_of,
    set_reading,
    set_text,
    values_of,
    write_rows,
)

REFRESH_KEYS = [
    "format", "command", "month", "workbook", "written", "backup", "receipt", "dry_run", "in_excel",
    "charts", "changed", "cells", "changes", "counted", "findings",
]  # fmt: skip
CELL_KEYS = ["sheet", "cell", "before", "after", "shown_before", "shown_after", "why", "source"]
FINDING_KEYS = {"code", "severity", "where", "what", "todo"}
COLUMNS = [
    "no",
    "indicator",
    "target",
    "good_perf_is",
    "data_note_monthly",
    "Mar-15",
    "Apr-15",
    "May-15",
    "ytd_2015_16",
    "data_note_ytd",
    "dot",
    "rag",
    "2013/14",
    "2014/15",
    "stat_neigh_ave",
    "best_stat_neigh",
    "nat_ave",
    "nat_top_qtile_threshold",
    "variation",
    "assurance",
    "needed",
]


def receipts_of(folder: Path) -> list[Path]:
    return sorted((folder / "receipts").glob("*.json"))


def test_the_first_refresh(fresh: Path) -> None:
    before = workbook_of(fresh).read_bytes()
    ran = run(fresh, "refresh", MAY)
    assert ran.code == WITH_FINDINGS
    assert "is filled: 132 cells on" in ran.out
    values = values_of(workbook_of(fresh))
    assert values[SUMMARY, "H6"] == 406
    assert values[SUMMARY, "H12"] == 0.9
    assert values["Cover", "C6"] == "Draft"
    (backup,) = (fresh / "backups").iterdir()
    assert backup.read_bytes() == before
    assert len(rows_of(fresh)) == len((fresh / "lacxl-history.csv").read_text("utf-8").splitlines())
    receipt = json.loads(receipts_of(fresh)[0].read_text("utf-8"))
    assert len(receipt["cells"]) == 132
    (line,) = (fresh / "lacxl-log.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["facts"]["changed"] == 132
    assert leftovers(fresh) == []


def test_twice_is_once(filled: Path) -> None:
    before = state_of(filled)
    ran = run(filled, "refresh", MAY)
    assert ran.code == WITH_FINDINGS
    assert "nothing to change" in ran.out
    after = state_of(filled)
    changed = {name for name in after if before.get(name) != after[name]}
    assert changed == {"lacxl-log.jsonl"}
    assert set(before) == set(after)


def test_a_dry_run_writes_nothing_at_all(fresh: Path) -> None:
    before = state_of(fresh, locks=True)
    ran = run(fresh, "refresh", MAY, "--dry-run")
    assert ran.code == WITH_FINDINGS
    assert "would change 132 cells on" in ran.out
    assert "'Performance Summary'!H6" in ran.out
    assert state_of(fresh, locks=True) == before


def test_out_leaves_everything_else(fresh: Path, tmp_path: Path) -> None:
    before = state_of(fresh, locks=True)
    out = tmp_path / "elsewhere.xlsx"
    assert_done(run(fresh, "refresh", MAY, "--out", str(out)))
    assert state_of(fresh, locks=True) == before
    assert values_of(out)[SUMMARY, "H6"] == 406
    assert sorted(path.name for path in tmp_path.iterdir()) == ["elsewhere.xlsx", "reports"]
    os.utime(out, (0, 0))
    assert_done(run(fresh, "refresh", MAY))
    assert out.stat().st_mtime == 0
    assert values_of(out) == values_of(workbook_of(fresh))


def test_out_of_a_filled_month_is_a_plain_copy(filled: Path, tmp_path: Path) -> None:
    assert_done(run(filled, "refresh", MAY, "--out", str(tmp_path / "copy.xlsx")))
    assert (tmp_path / "copy.xlsx").read_bytes() == workbook_of(filled).read_bytes()


def test_out_with_dry_run_writes_nothing(fresh: Path, tmp_path: Path) -> None:
    before = state_of(tmp_path, locks=True)
    assert_done(run(fresh, "refresh", MAY, "--dry-run", "--out", str(tmp_path / "x.xlsx")))
    assert state_of(tmp_path, locks=True) == before


@pytest.mark.parametrize("dry", [True, False])
def test_json_of_refresh(fresh: Path, dry: bool) -> None:
    ran = run(fresh, "refresh", MAY, "--json", *(["--dry-run"] if dry else []))
    assert ran.err == ""
    said = ran.json()
    assert list(said) == REFRESH_KEYS
    assert (said["format"], said["command"], said["month"]) == (1, "refresh", MAY)
    assert said["dry_run"] is dry
    assert said["changed"] == len(said["cells"]) == 132
    assert all(list(cell) == CELL_KEYS for cell in said["cells"])
    assert {"'Performance Summary'", SUMMARY} & {cell["sheet"] for cell in said["cells"]}
    assert all(set(finding) == FINDING_KEYS for finding in said["findings"])
    assert (said["written"] is None) is dry
    if not dry:
        receipt = json.loads(Path(said["receipt"]).read_text("utf-8"))
        assert receipt["cells"] == said["cells"]
        assert list(receipt) == REFRESH_KEYS
        again = run(fresh, "refresh", MAY, "--json").json()
        assert list(again) == REFRESH_KEYS
        assert (again["changed"], again["written"], again["receipt"]) == (0, None, None)


def test_figures_as_csv_and_json_agree(filled: Path) -> None:
    text = run(filled, "figures", MAY, "--format", "csv").out
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == COLUMNS
    assert len(rows) == 24
    assert sum(row[0].startswith("7.5") for row in rows) == 2
    assert {row[10] for row in rows[1:]} <= {
        "better", "worse", "worse_within", "worse_off", "level", "number_up", "number_down", "none",
    }  # fmt: skip
    assert {row[11] for row in rows[1:]} <= {"R", "A", "G", "n/a"}
    said = run(filled, "figures", MAY, "--format", "json").json()
    assert list(said) == ["format", "command", "month", "figures", "findings"]
    assert [list(row) for row in said["figures"]] == [COLUMNS] * 23
    assert [list(row.values()) for row in said["figures"]] == rows[1:]
    table = run(filled, "figures", MAY).out
    assert "LAC cases reviewed within timescales" in table


def test_figures_before_and_after_the_refresh_agree(fresh: Path, filled: Path) -> None:
    """They are said to be what the summary shows, and would show once it is refreshed."""
    shown = [run(folder, "figures", MAY, "--format", "csv").out for folder in (fresh, filled)]
    assert shown[0] == shown[1]


def test_explain_as_text_and_json(filled: Path) -> None:
    ran = run(filled, "explain", "7.6", MAY)
    assert ran.code == DONE
    for word in ("54 reviews", "60 reviews", "readings.csv row 20", "'Performance Summary'!H12"):
        assert squeezed(word) in ran.said
    said = run(filled, "explain", "7.5", MAY, "--json").json()
    assert list(said) == ["format", "command", "figures"]
    assert [figure["figure"] for figure in said["figures"]] == ["number", "percentage"]


@pytest.mark.parametrize("note", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "'=1"])
def test_a_note_that_looks_like_a_formula_stays_text(fresh: Path, note: str) -> None:
    set_reading(fresh, "7.7", MAY, note=note)
    assert_done(run(fresh, "refresh", MAY))
    book = openpyxl.load_workbook(workbook_of(fresh))
    for sheet, cell in ((SUMMARY, "H13"), ("Adoptions", "C7")):
        found = book[sheet][cell]
        assert (found.value, found.data_type) == (note, "s")
    book.close()
    assert "<f>" not in re.findall(r'<c r="H13".*?</c>', read_sheet(workbook_of(fresh), SUMMARY))[0]
    kept = list(csv.reader((fresh / "lacxl-history.csv").read_text("utf-8").splitlines()))
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in kept for cell in row)
    before = state_of(fresh)
    assert "nothing to change" in run(fresh, "refresh", MAY).out
    assert (fresh / "lacxl-history.csv").stat().st_mtime_ns == before["lacxl-history.csv"][1]


# Once: figures --format csv gives such a note as it is; Excel opens the CSV with a live formula.
@pytest.mark.parametrize("note", ["=1+1", "+1+1", "-1+1", "@SUM(A1)"])
def test_a_note_is_no_formula_in_the_csv_either(fresh: Path, note: str) -> None:
    set_reading(fresh, "7.7", MAY, note=note)
    text = run(fresh, "figures", MAY, "--format", "csv").out
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert any(note in cell for cell in cells)
    assert not any(cell.startswith(("=", "+", "@")) or cell == note for cell in cells)


def test_a_restated_reading_of_the_month(filled: Path) -> None:
    row = set_reading(filled, "7.1", MAY, numerator="404")
    history = (filled / "lacxl-history.csv").read_text("utf-8")
    ran = run(filled, "refresh", MAY)
    assert ran.code == WITH_FINDINGS
    assert "K108" in ran.codes()
    assert squeezed(f"readings.csv row {row}: 7.1 for May-15 was restated") in ran.said
    assert values_of(workbook_of(filled))[SUMMARY, "H6"] == 404
    after = (filled / "lacxl-history.csv").read_text("utf-8")
    assert after.startswith(history), "the earlier reading stays"
    assert [line.split(",")[:3] for line in after[len(history) :].splitlines()] == [
        ["7.1", MAY, "404"]
    ]
    assert len(receipts_of(filled)) == 2
    assert "restated 1 time," in " ".join(run(filled, "explain", "7.1", MAY).out.split())


def test_a_restated_reading_of_an_issued_month(filled: Path) -> None:
    set_reading(filled, "7.1", "2015-04", numerator="400")
    ran = run(filled, "refresh", MAY)
    assert {"K108", "K101"} <= set(ran.codes())
    assert values_of(workbook_of(filled))[SUMMARY, "G6"] == 409
    assert squeezed("7.1 was issued as 409 for Apr-15; the reading is 400") in ran.said


def test_every_change_keeps_its_receipt(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Clock(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override]
            return dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=tz)

    class Dates:
        datetime, UTC, date, timedelta = Clock, dt.UTC, dt.date, dt.timedelta

    monkeypatch.setattr("lacxl.app.month.refresh.dt", Dates)
    held = {path.name: path.read_bytes() for path in receipts_of(filled)}
    for numerator in ("401", "402"):
        set_reading(filled, "7.1", MAY, numerator=numerator)
        assert_done(run(filled, "refresh", MAY))
    assert len(receipts_of(filled)) == len(held) + 2
    for name, content in held.items():
        assert (filled / "receipts" / name).read_bytes() == content


def test_a_reading_that_is_missing(fresh: Path) -> None:
    write_rows(fresh, [row for row in rows_of(fresh) if row[:2] != ["7.1", MAY]])
    ran = run(fresh, "refresh", MAY)
    assert ran.code == WITH_FINDINGS
    assert squeezed("K106 There is no reading of 7.1 for May-15") in ran.said
    assert (SUMMARY, "H6") not in values_of(workbook_of(fresh))
    said = run(fresh, "explain", "7.1", MAY).out
    assert "missing: no reading" in said
    assert "the cell's own" not in said, "nothing does"


def test_an_own_tolerance_makes_amber(fresh: Path) -> None:
    settings_add(fresh, '[indicators."7.8"]\namber = "80%"\n[indicators."10.3"]\namber = 300\n')
    assert_done(run(fresh, "refresh", MAY))
    values = values_of(workbook_of(fresh))
    assert values[SUMMARY, "L14"] == "A"
    assert values[SUMMARY, "L28"] == "A"
    assert "R" in {
        value for (sheet, cell), value in values.items() if sheet == SUMMARY and cell[0] == "L"
    }
    assert "amber from 80" in " ".join(run(fresh, "explain", "7.8", MAY).out.split())


def test_without_a_tolerance_nothing_is_amber(filled: Path) -> None:
    lights = {
        value
        for (sheet, cell), value in values_of(workbook_of(filled)).items()
        if sheet == SUMMARY and cell[0] == "L" and cell != "L5"
    }
    assert lights == {"R", "G", "n/a"}


def test_own_words_of_a_layout(fresh: Path) -> None:
    import lacxl.catalogue

    shipped = Path(str(lacxl.catalogue.__file__)).with_name("layout_corporate_parenting.toml")
    set_text(workbook_of(fresh), SUMMARY, "L5", "Ampel")
    refused_untouched(fresh, ("refresh", MAY), "L104", "RAG")
    words = shipped.read_text("utf-8").replace('rag = ["RAG"', 'rag = ["Ampel", "RAG"')
    (fresh / "words.toml").write_text(words, "utf-8")
    settings_under(fresh, "workbook", 'layout = "words.toml"')
    assert_done(run(fresh, "refresh", MAY))
    assert values_of(workbook_of(fresh))[SUMMARY, "L12"] == "R"


OWN = """\
[indicators."7.1"]
title = "Children in care"
kind = "snapshot"
unit = "count"
definition = "Children looked after at the end of the month."
numerator = "children"
"""


def test_an_own_catalogue(fresh: Path) -> None:
    """An indicator of one's own takes the place of the one that ships; one more needs a row."""
    (fresh / "own.toml").write_text(OWN, "utf-8")
    settings_under(fresh, "workbook", 'catalogue = "own.toml"')
    set_text(workbook_of(fresh), SUMMARY, "B6", "Children in care")
    assert_done(run(fresh, "refresh", MAY))
    assert values_of(workbook_of(fresh))[SUMMARY, "H6"] == 406
    assert "Children in care" in run(fresh, "explain", "7.1", MAY).out
    (fresh / "own.toml").write_text(
        OWN + OWN.replace("7.1", "11.1").replace("care", "need"), "utf-8"
    )
    refused_untouched(fresh, ("refresh", MAY), "L106", "11.1", SUMMARY)


def test_a_catalogue_that_is_faulty(fresh: Path) -> None:
    (fresh / "own.toml").write_text('[indicators."7.1"]\ntitel = "x"\nkind = "sum"\n', "utf-8")
    settings_under(fresh, "workbook", 'catalogue = "own.toml"')
    ran = refused_untouched(fresh, ("refresh", MAY), "C103", "own.toml", "7.1")
    assert "C102" in ran.codes()


def test_leave_out(fresh: Path) -> None:
    set_text(workbook_of(fresh), "Health", "C4", "Something else")
    refused_untouched(fresh, ("refresh", MAY), "L110", "Health")
    settings_under(fresh, "workbook", 'leave_out = ["Health"]')
    assert_done(run(fresh, "refresh", MAY))
    values = values_of(workbook_of(fresh))
    assert ("Health", "C8") not in values
    assert values["Adoptions", "D7"] == 0.5


def test_the_whole_line_rolls_on_in_the_log(filled: Path) -> None:
    """A line a run, each with its month and the codes a person should look at."""
    for _ in range(3):
        run(filled, "refresh", MAY)
    run(filled, "issue", MAY)
    lines = [
        json.loads(line) for line in (filled / "lacxl-log.jsonl").read_text("utf-8").splitlines()
    ]
    assert [line["event"] for line in lines] == ["refresh"] * 4 + ["issue"]
    assert len({line["run"] for line in lines}) == 5
    assert {line["facts"]["month"] for line in lines} == {MAY}
