"""Conditional formats as Excel keeps them: order, place, look, and the active cell's part in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from libreoffice import ComError

CELL_VALUE, EXPRESSION, DATA_BAR = 1, 2, 4


def listed(cells: Any) -> list[tuple[int, int, str]]:
    conditions = cells.FormatConditions
    found = [conditions.Item(number) for number in range(1, conditions.Count + 1)]
    return [(c.Priority, c.Type, c.AppliesTo.Address) for c in found]


FILES = [(1, DATA_BAR, "$A$2:$C$2"), (2, EXPRESSION, "$C$2:$C$3"), (3, CELL_VALUE, "$B$2:$B$3")]


def test_the_files_rules_are_listed_by_priority(report: Any) -> None:
    assert listed(report.Cells) == FILES
    assert listed(report.Range("C3")) == [FILES[1]]
    assert listed(report.Range("A9")) == []


def test_formulas_are_seen_from_the_active_cell(report: Any) -> None:
    condition = report.Range("C3").FormatConditions.Item(1)
    report.Range("C2").Select()
    assert condition.Formula1 == "=$A2>C1"
    report.Range("D5").Select()
    assert condition.Formula1 == "=$A5>D4"
    report.Range("A1").Select()
    assert condition.Formula1 == "=$A1>A1048576"


def test_a_new_formula_is_meant_from_the_active_cell(
    report: Any, copy_of: Callable[[], Path]
) -> None:
    report.Range("D5").Select()
    report.Range("B6:C9").FormatConditions.Add(EXPRESSION, None, '=AND(D5>$A$1,"D5"=C4)')
    report.Range("B6").Select()
    added = report.Range("B6").FormatConditions.Item(1)
    assert added.Formula1 == '=AND(B6>$A$1,"D5"=A5)'
    rules = load_workbook(copy_of())["Report"].conditional_formatting
    [rule] = next(group.rules for group in rules if str(group.sqref) == "B6:C9")
    assert rule.formula == ['AND(B6>$A$1,"D5"=A5)']


def test_a_new_rule_comes_last_and_stops_the_ones_after_it(report: Any) -> None:
    added = report.Range("A9").FormatConditions.Add(CELL_VALUE, 5, "=10")
    assert listed(report.Cells) == [*FILES, (4, CELL_VALUE, "$A$9")]
    assert added.StopIfTrue is True
    assert (added.Operator, added.Formula1) == (5, "=10")
    added.StopIfTrue = False
    assert added.StopIfTrue is False


def test_first_and_last_priority(report: Any) -> None:
    added = report.Range("A9").FormatConditions.Add(EXPRESSION, None, "=TRUE")
    added.SetFirstPriority()
    assert [(p, a) for p, _, a in listed(report.Cells)] == [
        (1, "$A$9"),
        (2, "$A$2:$C$2"),
        (3, "$C$2:$C$3"),
        (4, "$B$2:$B$3"),
    ]
    added.SetLastPriority()
    assert listed(report.Cells) == [*FILES, (4, EXPRESSION, "$A$9")]
    added.Priority = 2
    assert [p for p, _, a in listed(report.Cells) if a == "$A$9"] == [2]


def test_a_rules_look(report: Any, copy_of: Callable[[], Path]) -> None:
    theirs = report.Range("C3").FormatConditions.Item(1)
    assert (theirs.Interior.Color, theirs.Font.Bold, theirs.Font.Color) == (255.0, True, None)
    added = report.Range("A9").FormatConditions.Add(EXPRESSION, None, "=TRUE")
    added.Font.Color = 0x0000FF
    added.Font.Bold = True
    added.Interior.Color = 0x50B000
    rules = load_workbook(copy_of())["Report"].conditional_formatting
    [rule] = next(group.rules for group in rules if str(group.sqref) == "A9")
    assert rule.dxf.fill.bgColor.rgb == "FF00B050"
    assert (rule.dxf.font.color.rgb, rule.dxf.font.b) == ("FFFF0000", True)


def test_deleting_one_rule_leaves_the_others(report: Any) -> None:
    condition = report.Cells.FormatConditions.Item(2)
    condition.Delete()
    assert listed(report.Cells) == [FILES[0], FILES[2]]
    with pytest.raises(ComError):
        condition.Delete()


def test_clearing_a_range_cuts_it_out_of_every_rule(report: Any) -> None:
    report.Range("C1:C2").FormatConditions.Delete()
    assert listed(report.Cells) == [
        (1, DATA_BAR, "$A$2:$B$2"),
        (2, EXPRESSION, "$C$3"),
        (3, CELL_VALUE, "$B$2:$B$3"),
    ]
    report.Range("C3").Select()
    assert report.Range("C3").FormatConditions.Item(1).Formula1 == "=$A3>C2"


def test_a_rule_has_several_areas(report: Any, copy_of: Callable[[], Path]) -> None:
    report.Range("F9,A9:B10").FormatConditions.Add(EXPRESSION, None, "=A9>1")
    assert listed(report.Range("F9"))[0][2] == "$F$9,$A$9:$B$10"
    sheet = load_workbook(copy_of())["Report"]
    places = {frozenset(str(g.sqref).split()) for g in sheet.conditional_formatting}
    assert {"F9", "A9:B10"} in places


def test_other_kinds_of_rule_have_no_formula(report: Any) -> None:
    with pytest.raises(ComError):
        _ = report.Range("A2").FormatConditions.Item(1).Formula1


def test_a_formula_without_its_sign_is_a_text(report: Any) -> None:
    added = report.Range("A9").FormatConditions.Add(CELL_VALUE, 3, "Red")
    assert added.Formula1 == '="Red"'


@pytest.mark.parametrize("formula", ["=AND(A1", '="open', None])
def test_a_formula_that_cannot_be_read_is_refused(report: Any, formula: str | None) -> None:
    with pytest.raises(ComError):
        report.Range("A9").FormatConditions.Add(EXPRESSION, None, formula)
    assert listed(report.Cells) == FILES


def test_other_peoples_rules_come_out_as_they_went_in(
    specimen: Path, copy_of: Callable[[], Path]
) -> None:
    def rules(path: Path) -> dict[str, list[tuple[Any, ...]]]:
        groups = load_workbook(path)["Report"].conditional_formatting
        return {
            str(group.sqref): [
                (r.type, r.priority, r.formula, r.dxf and r.dxf.fill.bgColor.rgb, bool(r.dataBar))
                for r in group.rules
            ]
            for group in groups
        }

    assert rules(copy_of()) == rules(specimen)
