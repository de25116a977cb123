"""Formulas where figures go: refused, replaced or kept, as lacxl.toml says."""

from __future__ import annotations

from pathlib import Path

import pytest
from folders import (
    MAY,
    WITH_FINDINGS,
    assert_done,
    refused_untouched,
    run,
    settings_under,
    squeezed,
    state_of,
    workbook_of,
)
from planting import SUMMARY, read_sheet, set_cell, values_of

HERE = "'Performance Summary'!"


def plant_formulas(folder: Path) -> None:
    """One that agrees with the figure (406), two that do not; the last has no result yet."""
    path = workbook_of(folder)
    set_cell(path, SUMMARY, "H6", "<f>400+6</f><v>406</v>")
    set_cell(path, SUMMARY, "H8", "<f>20+1</f><v>21</v>")
    set_cell(path, SUMMARY, "I8", "<f>SUM(G8:H8)</f>")


def test_refused_until_chosen(fresh: Path) -> None:
    plant_formulas(fresh)
    ran = refused_untouched(
        fresh, ("refresh", MAY), "P106", f"{HERE}H6", f"{HERE}H8", f"{HERE}I8", "3 faults.",
        'formulas = "replace"', '"keep"',
    )  # fmt: skip
    assert ran.codes() == ["P106"] * 3


def test_replaced(fresh: Path) -> None:
    plant_formulas(fresh)
    settings_under(fresh, "workbook", 'formulas = "replace"')
    ran = run(fresh, "refresh", MAY)
    assert_done(ran)
    values = values_of(workbook_of(fresh))
    assert [values[SUMMARY, cell] for cell in ("H6", "H8", "I8")] == [406, 22, 39]
    assert "nothing to change" in run(fresh, "refresh", MAY).out


def test_kept_and_compared(fresh: Path) -> None:
    plant_formulas(fresh)
    settings_under(fresh, "workbook", 'formulas = "keep"')
    ran = run(fresh, "refresh", MAY)
    assert ran.code == WITH_FINDINGS
    values = values_of(workbook_of(fresh))
    assert [values[SUMMARY, cell] for cell in ("H6", "H8", "I8")] == [
        "=400+6", "=20+1", "=SUM(G8:H8)",
    ]  # fmt: skip
    assert ran.codes().count("P108") == 2
    assert squeezed(f"{HERE}H8: The formula kept here shows 21; 7.3 May-15 is 22.") in ran.said
    assert squeezed(f"{HERE}I8: The formula kept here shows 38;") in ran.said
    assert squeezed(f"{HERE}H6:") not in ran.said
    before = state_of(fresh)
    assert "nothing to change" in run(fresh, "refresh", MAY).out
    path = workbook_of(fresh)
    assert state_of(fresh)[path.name] == before[path.name]


@pytest.mark.parametrize("command", ["refresh", "issue"])
def test_a_month_of_kept_formulas_can_be_issued(fresh: Path, command: str) -> None:
    plant_formulas(fresh)
    settings_under(fresh, "workbook", 'formulas = "keep"')
    assert_done(run(fresh, "refresh", MAY))
    if command == "issue":
        assert_done(run(fresh, "issue", MAY))
        assert values_of(workbook_of(fresh))[SUMMARY, "H6"] == "=400+6"


def plant_shared(folder: Path) -> None:
    """The first of a shared formula and one that follows it."""
    path = workbook_of(folder)
    set_cell(path, SUMMARY, "H8", '<f t="shared" si="0" ref="H8:H9">F8+1</f><v>22</v>')
    set_cell(path, SUMMARY, "H9", '<f t="shared" si="0"/><v>17</v>')


def plant_follower(folder: Path) -> None:
    """One that follows the first of a shared formula, which stands in April's cell."""
    path = workbook_of(folder)
    set_cell(path, SUMMARY, "G8", '<f t="shared" si="0" ref="G8:H8">F8+COUNT(G$6:G7)</f><v>17</v>')
    set_cell(path, SUMMARY, "H8", '<f t="shared" si="0"/><v>17</v>')


def plant_array(folder: Path) -> None:
    set_cell(workbook_of(folder), SUMMARY, "H8", '<f t="array" ref="H8">SUM(F8:G8*1)</f><v>22</v>')


def test_the_first_of_a_shared_formula_is_not_replaced(fresh: Path) -> None:
    plant_shared(fresh)
    settings_under(fresh, "workbook", 'formulas = "replace"')
    refused_untouched(fresh, ("refresh", MAY), "P107", f"{HERE}H8", "a formula of its own")


def test_a_shared_formula_is_kept(fresh: Path) -> None:
    plant_shared(fresh)
    settings_under(fresh, "workbook", 'formulas = "keep"')
    assert_done(run(fresh, "refresh", MAY))
    sheet = read_sheet(workbook_of(fresh), SUMMARY)
    assert 'ref="H8:H9">F8+1</f>' in sheet
    assert '<f t="shared" si="0"/>' in sheet


def test_one_that_follows_is_replaced_and_its_receipt_has_its_own_text(fresh: Path) -> None:
    plant_follower(fresh)
    settings_under(fresh, "workbook", 'formulas = "replace"')
    ran = run(fresh, "refresh", MAY, "--json")
    (cell,) = [
        each for each in ran.json()["cells"] if (each["sheet"], each["cell"]) == (SUMMARY, "H8")
    ]
    assert (cell["before"], cell["after"]) == ("=G8+COUNT(H$6:H7)", 22)


def test_one_that_follows_is_undone_into_a_formula_of_its_own(fresh: Path) -> None:
    plant_follower(fresh)
    settings_under(fresh, "workbook", 'formulas = "replace"')
    assert_done(run(fresh, "refresh", MAY))
    assert_done(run(fresh, "undo", "--dry-run"))
    assert_done(run(fresh, "undo"))
    assert values_of(workbook_of(fresh))[SUMMARY, "H8"] == "=G8+COUNT(H$6:H7)"
    assert "<f>G8+COUNT(H$6:H7)</f><v>17</v>" in read_sheet(workbook_of(fresh), SUMMARY)


def test_one_that_follows_a_cell_nobody_finds_is_not_replaced(fresh: Path) -> None:
    set_cell(workbook_of(fresh), SUMMARY, "H8", '<f t="shared" si="0"/><v>17</v>')
    settings_under(fresh, "workbook", 'formulas = "replace"')
    refused_untouched(fresh, ("refresh", MAY), "P107", f"{HERE}H8", "never be put back")


def test_an_array_formula_is_not_replaced(fresh: Path) -> None:
    plant_array(fresh)
    settings_under(fresh, "workbook", 'formulas = "replace"')
    refused_untouched(fresh, ("refresh", MAY), "P105", f"{HERE}H8", "a cell of its own")


# Once: plan() refuses every wanted cell in an array formula (P105) before it asks what to do with
# formulas, so "keep", which writes nothing there, cannot be had for them.
def test_an_array_formula_is_kept(fresh: Path) -> None:
    plant_array(fresh)
    settings_under(fresh, "workbook", 'formulas = "keep"')
    assert_done(run(fresh, "refresh", MAY))
    assert 'ref="H8">SUM(F8:G8*1)</f>' in read_sheet(workbook_of(fresh), SUMMARY)


def test_formulas_elsewhere_are_nobodys_business(fresh: Path) -> None:
    path = workbook_of(fresh)
    set_cell(path, SUMMARY, "E6", "<f>1+1</f><v>2</v>")
    before = {
        place: value for place, value in values_of(path).items() if str(value).startswith("=")
    }
    assert_done(run(fresh, "refresh", MAY))
    after = values_of(path)
    assert {place: after[place] for place in before} == before
