"""Figures that no council can have: of the history and of counts too, none is used in silence."""

from __future__ import annotations

from pathlib import Path

import pytest
from children_folders import council, settings_for, write_layouts
from folders import MAY, assert_done, assert_refused, run, settings_add, state_of
from planting import add_row, set_reading, values_of

NHS = "9434765919"
ENTRY = "7.3,2015-04,{},,,,readings.csv,5,2015-05-04T09:30:00Z\n"
HISTORY = "indicator,month,numerator,denominator,value,note,source,row,taken\n"


@pytest.mark.parametrize("column", ["numerator", "denominator", "value"])
def test_an_nhs_number_is_refused_by_its_row_and_column(fresh: Path, column: str) -> None:
    row = set_reading(fresh, "7.6", MAY, **{column: NHS})
    before = state_of(fresh)
    ran = run(fresh, "refresh", MAY)
    assert ran.code == 3
    assert f"readings.csv row {row} column {column}".replace(" ", "") in ran.said
    assert NHS not in ran.said
    assert state_of(fresh) == before


@pytest.mark.parametrize("kept", [NHS, "-5", "20150531"])
@pytest.mark.parametrize("command", ["refresh", "figures", "explain", "issue"])
def test_a_stored_figure_that_cannot_be_is_not_used(fresh: Path, kept: str, command: str) -> None:
    rows = (fresh / "readings.csv").read_text("utf-8").splitlines(keepends=True)
    left = [row for row in rows if not row.startswith("7.3,2015-04")]
    assert len(left) == len(rows) - 1
    (fresh / "readings.csv").write_text("".join(left), "utf-8")
    history = fresh / "lacxl-history.csv"
    history.write_text(HISTORY + ENTRY.format(kept), "utf-8")
    arguments = ("explain", "7.3", MAY) if command == "explain" else (command, MAY)
    ran = run(fresh, *arguments)
    assert_refused(ran, "R164", "numerator of 7.3 for Apr-15", "taken from readings.csv row 5")
    assert kept not in ran.said.replace("2015-05", "")

    add_row(fresh, "7.3", "2015-04", "16", "", "", "")
    assert_done(run(fresh, "refresh", MAY))
    assert history.read_text("utf-8").startswith(HISTORY + ENTRY.format(kept)), (
        "nothing is taken out"
    )


def test_a_figure_that_is_right_for_this_council_is_let_through(fresh: Path) -> None:
    set_reading(fresh, "7.1", MAY, numerator="12345")
    assert_refused(run(fresh, "refresh", MAY), "R161", "most_numerator")
    settings_add(fresh, '[indicators."7.1"]\nmost_numerator = 15_000')
    assert_done(run(fresh, "refresh", MAY))
    assert 12345 in values_of(next(fresh.glob("*.xlsx"))).values()


def test_a_count_of_records_beyond_its_ceiling_is_refused(tmp_path: Path) -> None:
    write_layouts(council(3, 60), tmp_path / "extracts", "2016-03", "ssda903")
    settings_for(tmp_path)
    assert_done(run(tmp_path, "measure", "2016-03"))
    settings_add(tmp_path, "[ceilings]\nchildren = 3")
    ran = run(tmp_path, "measure", "2016-03", "--since", "2016-02")
    assert ran.code == 3
    assert "R165" in ran.codes()
    assert "7.1 for Mar-16" in " ".join(ran.err.split())
    assert not (tmp_path / "lacxl-history.csv").exists()
