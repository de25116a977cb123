"""What formulas give is what Excel gives; what is not certain is not given."""

from __future__ import annotations

import pytest
from worked import gives, uncertain

from lacxl.workbook.formulas.parsing import parse
from lacxl.workbook.snapshot import CellError

NOT_A = CellError("#N/A")
DIV, VALUE, NUM, REF = map(CellError, ("#DIV/0!", "#VALUE!", "#NUM!", "#REF!"))
CELLS = {
    "A1": 3, "A2": 0.941, "A3": "TBC (Unavailable)", "A5": True, "A6": "", "A7": 17, "A8": -2.5,
    "B1": NOT_A, "B2": DIV, "B3": "12", "B4": "94%", "B5": "abc",
    "Other Sheet!C4": 40, "Third!A1": 7,
}  # fmt: skip


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("1+2*3", 7.0),
        ("(1+2)*3", 9.0),
        ("2^3^2", 64.0),
        ("-2^2", 4.0),
        ("2^-1", 0.5),
        ("--3", 3.0),
        ("50%", 0.5),
        ("200%%", 0.02),
        ("2*50%", 1.0),
        ("10-2-3", 5.0),
        ("12/4/3", 1.0),
        ("1+2&3+4", "37"),
        ("1=1=TRUE", True),
        ("1<2=TRUE", True),
        (' 1 + 2 ', 3.0),
        ("1E3", 1000.0),
        (".5+.5", 1.0),
        ("+A1", 3.0),
        ('"a ""b"""', 'a "b"'),
        ("TRUE", True),
        ("#REF!", REF),
        ("#REF!$A$1+1", REF),
        ("SUM(A1,#N/A)", NOT_A),
    ],
)  # fmt: skip
def test_the_order_of_operators_is_excels(formula: str, value: object) -> None:
    assert gives(formula, CELLS) == value


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("A4", 0.0),
        ("A4+1", 1.0),
        ('A4&"x"', "x"),
        ("A3", "TBC (Unavailable)"),
        ("A3+1", VALUE),
        ("A6+1", VALUE),
        ("B3+1", 13.0),
        ("A5+1", 2.0),
        ("TRUE+TRUE", 2.0),
        ("B1+1", NOT_A),
        ("1+B1", NOT_A),
        ("1/0", DIV),
        ("A1/A4", DIV),
        ("0^0", NUM),
        ("0^2", 0.0),
        ("0^0.5", 0.0),
        ("0^-1", DIV),
        ("10^400", NUM),
        ("1E308*10", NUM),
        ("1E-300*1E-300", 0.0),
        ("(-8)^2", 64.0),
        ("'Other Sheet'!C4/2", 20.0),
        ("'OTHER SHEET'!$C$4", 40.0),
        ("Third!A1", 7.0),
        ("Third!A1:A1", 7.0),
    ],
)
def test_values_are_taken_as_excel_takes_them(formula: str, value: object) -> None:
    assert gives(formula, CELLS) == value


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("1<2", True), ("2>=2", True), ("2<>2", False),
        ('"1">1', True), ('1>"1"', False), ('TRUE>"z"', True), ("FALSE<99", False),
        ('"">A4', False), ('"a">""', True), ('""<"a"', True), ("A4>TRUE", False),
        ('1<"1"', True), ('"a"<TRUE', True), ("99<FALSE", True),
        ('"abc"="ABC"', True), ('"abc"<>"abd"', True), ('""=A4', True), ("A4=0", True),
        ("A4=FALSE", True), ("A4<1", True), ('A4<"a"', True),
        ("0.1+0.2=0.3", True), ("1/3=0.33333333333", False),
        ("B1=1", NOT_A),
    ],
)  # fmt: skip
def test_comparisons_are_excels(formula: str, value: object) -> None:
    assert gives(formula, CELLS) == value


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("0.5-0.4-0.1", 0.0),  # the last step of the formula: Excel makes nought of the rest
        ("(0.5-0.4-0.1)", -2.7755575615628914e-17),  # in brackets it does not
        ("1*(0.5-0.4-0.1)", -2.7755575615628914e-17),
        ("33.665-33.95+0.285", -3.71924713249427e-15),
        ("1.1-1", 0.10000000000000009),
    ],
)
def test_a_rest_next_to_nought_is_kept_where_excel_keeps_it(formula: str, value: float) -> None:
    assert gives(formula) == pytest.approx(value, rel=1e-6, abs=0)


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("SUM(A1:A8)", 18.441),
        ("SUM(A1,TRUE,2)", 6.0),
        ("SUM(A5)", 0.0),
        ("SUM(A4:A6)", 0.0),
        ("SUM(A1:A2,Third!A1)", 10.941),
        ("SUM(B1:B5)", None),
        ("SUM(B1,1)", NOT_A),
        ("SUM(A:A)", 18.441),
        ("SUM(7:8)", 14.5),
        ("AVERAGE(A1,A7)", 10.0),
        ("AVERAGE(A1:A8)", 18.441 / 4),
        ("AVERAGE(A3:A6)", DIV),
        ("COUNT(A1:A8)", 4.0),
        ("COUNT(A1:B8)", 4.0),
        ("COUNT(1,TRUE,A3)", 2.0),
        ("COUNTA(A1:A8)", 7.0),
        ("COUNTA(A1,A3,1)", 3.0),
        ("COUNTA(A1:A3,A5:A8)", 7.0),
        ("COUNT(A1:A2,A7:A8,1)", 5.0),
        ("COUNT(B1,1)", 1.0),
        ("MIN(A1:A8)", -2.5),
        ("MAX(A3:A6)", 0.0),
        ("ABS(A8)", 2.5),
        ("N(A8)", -2.5),
        ("N(A3)", 0.0),
        ("N(A4)", 0.0),
        ('N("12")', 0.0),
        ("N(TRUE)", 1.0),
        ("N(B1)", NOT_A),
        ("IF(N(A4)=0,0,1/A4)", 0.0),
        ("NA()", NOT_A),
        ("AND(A1:A2,A3)", True),
        ("OR(FALSE,A4)", False),
        ("AND(A3)", VALUE),
        ("NOT(A4)", True),
    ],
)
def test_functions_pass_over_in_cells_what_excel_passes_over(formula: str, value: object) -> None:
    if value is None:
        assert "two kinds of error" in uncertain(formula, CELLS)
    else:
        assert gives(formula, CELLS) == (
            pytest.approx(value) if isinstance(value, float) else value
        )


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("IF(A1>2,A7,A8)", 17.0),
        ("IF(A1>5,1)", False),
        ("IF(A1>5,1,)", 0.0),
        ("IF(A1,,2)", 0.0),
        ("IF(A4,1,2)", 2.0),
        ("IF(B1,1,2)", NOT_A),
        ("IF(TRUE,1,B1)", 1.0),
        ("IF(TRUE,A4)", 0.0),
        ('IF(ISNUMBER(A3),A3,"")', ""),
        ("SUM(IF(A1>2,A1:A2,A7))", 3.941),
        ("IFERROR(B1,5)", 5.0),
        ("IFERROR(A1/A4,A7)", 17.0),
        ("IFERROR(A7,B1)", 17.0),
        ("IFERROR(A4,1)", 0.0),
        ("IFERROR(B1,)", 0.0),
        ("ISNUMBER(A1)", True), ("ISNUMBER(A5)", False), ("ISNUMBER(A4)", False),
        ("ISBLANK(A4)", True), ("ISBLANK(A6)", False), ("ISTEXT(A6)", True), ("ISERROR(B1)", True),
    ],
)  # fmt: skip
def test_conditions_look_at_what_they_need(formula: str, value: object) -> None:
    assert gives(formula, CELLS) == value


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("ROUND(2.675,2)", 2.68), ("ROUND(1.005,2)", 1.01), ("ROUND(-2.5,0)", -3.0),
        ("ROUND(1,20)", 1.0), ("ROUND(15,-20)", 0.0),
        ("ROUND(0.5,0)", 1.0), ("ROUND(1234.5,-2)", 1200.0), ("ROUND(2.5,0.9)", 3.0),
        ("ROUND(0.00049,3)", 0.0), ("ROUND(A4,1)", 0.0), ("ROUND(1E20,2)", 1e20),
        ("ROUND(B1,1)", NOT_A), ("ROUND(0.941*100,1)", 94.1),
    ],
)  # fmt: skip
def test_rounding_is_half_away_from_nought(formula: str, value: object) -> None:
    assert gives(formula, CELLS) == value


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ("1/3&\"\"", "0.333333333333333"),
        ("2/3&\"\"", "0.666666666666667"),
        ("A2&A1", "0.9413"),
        ("A5&1", "TRUE1"),
        ("FALSE&0", "FALSE0"),
        ("0.0001&0", "0.00010"),
        ("(1E15-1)&1", "9999999999999991"),
        ('A4&"%"', "%"),
        ("123456789012&\"\"", "123456789012"),
        ("(0-A8)&\"\"", "2.5"),
    ],
)  # fmt: skip
def test_numbers_are_joined_in_fifteen_digits(formula: str, text: str) -> None:
    assert gives(formula, CELLS) == text


AS_NUMBER, AS_TEXT = "it reads a text as a number", "it writes a number as text"
LAST_DIGIT = "its result turns on the last digit of a calculation"
SEVERAL, ODD = "it uses several cells as one value", "it uses {} in a way that lacxl does not know"
A_CONDITION, MAY_BE_TEXT = "it takes a text as a condition", "it counts what may be a text"


@pytest.mark.parametrize(
    ("formula", "why"),
    [
        ("B4+1", AS_NUMBER),  # a percentage as text
        ('"1/2/2015"+1', AS_NUMBER),
        ('"true"+1', AS_NUMBER),
        ('"FALSE"+1', AS_NUMBER),
        ('IF("yes",1,2)', A_CONDITION),
        ('AND("abc",TRUE)', A_CONDITION),
        ('"a"<"b"', "it compares texts"),
        ('"é"="É"', "it compares texts"),
        ("1E20&1", AS_TEXT),
        ("1E15&1", AS_TEXT),
        ("0.00001&1", AS_TEXT),
        ("(-8)^(1/3)", "it takes a root of a negative number"),
        ("B1+B2", "two kinds of error meet in it"),
        ("A1:A3+1", SEVERAL),
        ("A1:A3", SEVERAL),
        ("SUM(A1,)", "an argument is left out"),
        ("SUM(IFERROR(A3,0))", MAY_BE_TEXT),
        ("SUM(+B3)", MAY_BE_TEXT),
        ("SUM((+B3))", MAY_BE_TEXT),
        ("0.3-0.1-0.2+0*A1", LAST_DIGIT),
        ("ABS(0.5-0.4-0.1)", LAST_DIGIT),
        ("SUM(0.5,-0.4,-0.1)", LAST_DIGIT),
        ("SUM(60.3,-50.1,-10.2)", LAST_DIGIT),
        ("AVERAGE(60.3,-50.1,-10.2)", LAST_DIGIT),
        ("1/3=0.333333333333333", LAST_DIGIT),
        ("ROUND(1E20,20)", LAST_DIGIT),
        ("ROUND(1,21)", "it rounds to very many digits"),
        ("ROUND(1,-21)", "it rounds to very many digits"),
        ("COUNT(B3&1)", ODD.format("COUNT")),
        ("ROUND(1)", ODD.format("ROUND")),
        ("ABS(1,2)", ODD.format("ABS")),
        ("IF()", ODD.format("IF")),
        ("Sheet:Third!A1", "it uses cells of several sheets in one"),
        ("SUM(Gone!A1)", "it refers to a sheet that is not there"),
        ("Nowhere", "it uses the name Nowhere"),
        ("@A1", "lacxl cannot work it out"),
        ("Table1[x]", "lacxl cannot work it out"),
        ("1+", "lacxl cannot read it"),
    ],
)
def test_what_is_not_certain_is_not_given(formula: str, why: str) -> None:
    assert uncertain(formula, CELLS) == why


def test_a_name_is_what_it_stands_for() -> None:
    cells = {"Other Sheet!C4": 40}
    assert gives("Rate/8", cells, Rate="'Other Sheet'!$C$4") == 5.0
    assert gives("limit*2", Limit="0.95") == 1.9


@pytest.mark.parametrize(
    "text",
    [
        "", "=1", "1+", "SUM(1", "1)", "A1 B1 +", '"open', "Table1[[Col", "1 2", "{1,2",
        "SUM(1;2)", "XFE1:XFE2:", "@", "!A1", "'a'!", "(" * 500, "1,2",
    ],
)  # fmt: skip
def test_what_is_no_formula_is_no_tree(text: str) -> None:
    assert parse(text) is None
