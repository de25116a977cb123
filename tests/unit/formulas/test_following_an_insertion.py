"""References follow an insertion as in Excel, and on request ranges take in what is behind them."""

from __future__ import annotations

import pytest

from lacxl.workbook.formulas.by_number import by_number
from lacxl.workbook.formulas.following import References
from lacxl.workbook.insertion import Axis, Insertion

SHEETS = ("Jan", "Sum Sheet", "Mar", "Other")


def column(*, extend: bool = False, count: int = 1) -> References:
    """Columns before E of 'Sum Sheet'."""
    return References(Insertion("Sum Sheet", Axis.COLUMNS, 5, count, extend), SHEETS)


def row(*, extend: bool = False, count: int = 1) -> References:
    """Rows before 5 of 'Sum Sheet'."""
    return References(Insertion("Sum Sheet", Axis.ROWS, 5, count, extend), SHEETS)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("D1+E1+$E$1+E$1%", "D1+F1+$F$1+F$1%"),
        ("SUM(B2:D2)+SUM(B2:E2)+SUM(E2:G2)", "SUM(B2:D2)+SUM(B2:F2)+SUM(F2:H2)"),
        ("SUM(E2:B2)+E5:B2", "SUM(F2:B2)+F5:B2"),
        ("SUM(A:D,E:F,$B:$E,5:9)", "SUM(A:D,F:G,$B:$F,5:9)"),
        ("SUM(A1:XFD3)+SUM(F1:XFD3)", "SUM(A1:XFD3)+SUM(G1:XFD3)"),
        ("XFD1+SUM(XFD1:XFD9)", "#REF!+SUM(#REF!)"),
        ("'sum sheet'!F5+Jan!F5+'Sum Sheet'!F5:G6", "'sum sheet'!G5+Jan!F5+'Sum Sheet'!G5:H6"),
        ("[1]Jan!F5+'[2]Sum Sheet'!F5+[0]!Name", "[1]Jan!F5+'[2]Sum Sheet'!F5+[0]!Name"),
        ("Visits[[#This Row],[F5]]+Visits[F5]", "Visits[[#This Row],[F5]]+Visits[F5]"),
        ('IF(F5="F5",LOG10(F5),F5x)', 'IF(G5="F5",LOG10(G5),F5x)'),
        ("F5#+1E5+XFE9+TRUE+Q1.total", "G5#+1E5+XFE9+TRUE+Q1.total"),
        ("A1:INDEX(F1:G1,2)", "A1:INDEX(G1:H1,2)"),
        ("'Sum Sheet'!#REF!+#REF!+Jan:Mar!F5", "'Sum Sheet'!#REF!+#REF!+Jan:Mar!F5"),
        ("'Sum Sheet:Sum Sheet'!F5", "'Sum Sheet:Sum Sheet'!G5"),
    ],
)
def test_columns(before: str, after: str) -> None:
    assert column().follow(before, here=True, extend=False).text == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("A4+A5+$A$5", "A4+A7+$A$7"),
        ("SUM(B2:B4)+SUM(B2:B5)", "SUM(B2:B4)+SUM(B2:B7)"),
        ("SUM(1:4)+SUM($4:$6)+SUM(A:C)", "SUM(1:4)+SUM($4:$8)+SUM(A:C)"),
        ("SUM(B2:B1048576)+B1048575", "SUM(B2:B1048576)+#REF!"),
    ],
)
def test_rows(before: str, after: str) -> None:
    assert row(count=2).follow(before, here=True, extend=False).text == after


def test_on_another_sheet_only_what_names_the_changed_one_follows() -> None:
    followed = column().follow("E1+'Sum Sheet'!E1", here=False, extend=False)
    assert followed.text == "E1+'Sum Sheet'!F1"


def test_a_range_of_at_least_two_that_ends_before_the_place_is_extended() -> None:
    followed = column(extend=True, count=2).follow(
        "SUM(B2:D2)-SUM(D2:D9)-D2+SUM($B:$D)+SUM(B2:C2)", here=True, extend=True
    )
    assert followed.text == "SUM(B2:F2)-SUM(D2:D9)-D2+SUM($B:$F)+SUM(B2:C2)"
    assert followed.extended == (("B2:D2", "B2:F2"), ("$B:$D", "$B:$F"))


def test_references_to_several_sheets_stay_and_are_told() -> None:
    assert column().follow("SUM(Jan:Mar!E1)", here=False, extend=False).several
    assert not column().follow("SUM(Mar:Other!E1)", here=False, extend=False).several


def test_of_a_name_only_what_is_fixed_follows() -> None:
    followed = column().follow(
        "'Sum Sheet'!F1+'Sum Sheet'!$F1+'Sum Sheet'!$B1:F1",
        here=False,
        extend=False,
        fixed_only=True,
    )
    assert followed.text == "'Sum Sheet'!F1+'Sum Sheet'!$G1+'Sum Sheet'!$B1:F1"


def test_a_format_may_look_round_the_edge() -> None:
    followed = column().follow("XFD1>E1", here=True, extend=False, round_the_edge=True)
    assert followed.text == "XFD1>F1"


@pytest.mark.parametrize(
    ("formula", "back", "ahead", "together"),
    [
        ("A1+$G$1", 0, 0, True),
        ("A1+$G$1", 0, 3, True),
        ("B1", 0, 3, False),  # B to E: the last of them moves
        ("G1", 1, 3, True),
        ("Jan!D1", 0, 3, True),
        ("XFC1", 0, 3, False),
    ],
)
def test_cells_that_share_a_formula(formula: str, back: int, ahead: int, together: bool) -> None:
    assert column().moves_as_one(formula, here=True, back=back, ahead=ahead) is together


NAMES = {"Block": "'Sum Sheet'!$B$2:$G$9", "Elsewhere": "Jan!$B$2:$G$9"}


def suspects(formula: str, references: References) -> list[str]:
    return by_number(formula, references, here=True, names=lambda _, name: NAMES.get(name))


@pytest.mark.parametrize(
    ("formula", "found"),
    [
        ('INDIRECT("D5")', []),
        ('INDIRECT("F5")', ["INDIRECT"]),
        ('INDIRECT("Jan!F5")', []),
        ("INDIRECT(\"'Other'!\"&A1)", []),
        ("INDIRECT(A1)", ["INDIRECT"]),
        ('INDIRECT("Block")', []),
        ("OFFSET(B2,0,1)", []),
        ("OFFSET(B2,0,3)", ["OFFSET"]),
        ("OFFSET(B2,0,A1)", ["OFFSET"]),
        ("OFFSET(F2,3,1)", []),
        ("OFFSET(B2,1,0,1,4)", ["OFFSET"]),
        ("OFFSET(Jan!B2,0,A1)", []),
        ("OFFSET(Elsewhere,0,A1)", []),
        ("OFFSET(Block,0,A1)", ["OFFSET"]),
        ("INDEX(B2:G2,2)", []),
        ("INDEX(B2:G2,4)", ["INDEX"]),
        ("INDEX(B2:G9,A1,2)", []),
        ("INDEX(B2:G9,2,A1)", ["INDEX"]),
        ("INDEX(B2:G9,2,MATCH(A1,B1:G1,0))", []),
        ("INDEX(B2:G9,2,MATCH(A1,A1:G1,0))", ["INDEX"]),
        ("INDEX(F2:G9,2,A1)", []),
        ("VLOOKUP(A1,B2:G9,3,0)", []),
        ("VLOOKUP(A1,B2:G9,4,0)", ["VLOOKUP"]),
        ("VLOOKUP(A1,B2:G9,COLUMNS($B2:E2),0)", []),
        ("VLOOKUP(A1,Jan!B2:G9,4,0)", []),
        ("HLOOKUP(A1,B2:G9,4,0)", []),
        ("1+SUM(VLOOKUP(A1,Block,5,0),INDIRECT(A2))", ["VLOOKUP", "INDIRECT"]),
    ],
)
def test_what_goes_by_a_number_across_the_place(formula: str, found: list[str]) -> None:
    assert suspects(formula, column()) == found


def test_hlookup_goes_by_rows() -> None:
    assert suspects("HLOOKUP(A1,B2:G9,4,0)", row()) == ["HLOOKUP"]
    assert suspects("VLOOKUP(A1,B2:G9,4,0)", row()) == []
