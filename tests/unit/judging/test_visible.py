"""The workbook's own targets and polarities are used, and differences are findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from lacxl.catalogue.indicators import shipped, with_settings
from lacxl.domain.figures import figure_row
from lacxl.domain.finding import Finding, Severity, note, warning
from lacxl.domain.indicator import Indicator, Limits, Polarity, Target
from lacxl.domain.month import Month
from lacxl.domain.rating import Dot, Rag, rag
from lacxl.domain.reading import Measured
from lacxl.judging.visible import Own, as_visible
from lacxl.workbook.address import Cell, CellRef
from lacxl.workbook.layout import SUMMARY, JudgedCells, Layout, Line, TableHeadings
from lacxl.workbook.snapshot import CellLook, CellValue

TARGET, POLARITY = CellRef("S", Cell(6, 3)), CellRef("S", Cell(6, 4))
TARGET_2, POLARITY_2 = CellRef("S", Cell(7, 3)), CellRef("S", Cell(7, 4))
ELSEWHERE = CellRef("S", Cell(6, 9))
D = Decimal
MAY = Month.parse("2015-05")


def row_of(number: str, figure: str, target: CellRef | None, polarity: CellRef | None) -> Line:
    judged = {JudgedCells.TARGET: target, JudgedCells.POLARITY: polarity}
    return Line(
        SUMMARY, "S", number, figure, judged={each: at for each, at in judged.items() if at}
    )


def seen(
    number: str,
    target: CellValue,
    polarity: CellValue,
    amber: dict[str, Decimal] | None = None,
    number_format: str = "General",
) -> tuple[Indicator, list[str]]:
    name = shipped()[number].figures[0].name
    row = row_of(number, name, TARGET, POLARITY)
    indicators, findings = as_visible(
        shipped(),
        Layout(lines=(row,)),
        {TARGET: target, POLARITY: polarity},
        {TARGET: CellLook(number_format)},
        amber=amber or {},
        own=Own(),
    )
    return indicators[number, name], [f.code for f in findings]


@pytest.mark.parametrize("written", [0.98, "98%", " 98 % "])
def test_a_target_is_read_as_number_or_text(written: CellValue) -> None:
    indicator, codes = seen("7.6", written, "High")
    assert indicator.target is not None
    assert indicator.target.green == D("0.98")
    assert codes == []


@pytest.mark.parametrize("written", [None, "", "n/a", "N/A", "-"])
def test_no_target(written: CellValue) -> None:
    indicator, codes = seen("7.12", written, "High")
    assert indicator.target is None
    assert codes == []


def test_another_target_than_the_catalogues_is_used_and_found() -> None:
    indicator, codes = seen("7.6", 0.95, "High")
    assert indicator.target is not None
    assert indicator.target.green == D("0.95")
    assert codes == ["K104"]


@pytest.mark.parametrize("written", ["soon", 98, "98", float("inf"), "NaN"])
def test_a_target_that_cannot_be_meant_is_not_rated(written: CellValue) -> None:
    indicator, codes = seen("7.6", written, "High")
    assert indicator.target is None
    assert codes == ["K105"]


def test_an_amber_limit_goes_with_the_workbooks_target() -> None:
    indicator, _ = seen("7.12", 0.97, "High", {"7.12": D("0.9")})
    assert indicator.target is not None
    assert indicator.target.amber == D("0.9")


def test_the_amber_limit_of_a_council_s_own_catalogue_stays_with_another_target() -> None:
    own = replace(shipped()["7.6"], target=Target(D("0.98"), D("0.9")))
    places = Layout(lines=(row_of("7.6", "", TARGET, POLARITY),))
    there: dict[CellRef, CellValue] = {TARGET: 0.97, POLARITY: "High"}
    for amber, limit in (({}, "0.9"), ({"7.6": D("0.95")}, "0.95")):
        found, _ = as_visible({"7.6": own}, places, there, {}, amber=amber, own=Own())
        assert found["7.6", ""].target == Target(D("0.97"), D(limit))


@pytest.mark.parametrize(
    ("number", "target", "polarity", "amber", "codes"),
    [
        ("7.6", 0.98, "High", "0.979", []),
        ("7.6", 0.98, "High", "0.98", ["K110"]),
        ("7.6", 0.98, "High", "0.99", ["K110"]),
        ("9.2", 0.1, "Low", "0.11", []),
        ("9.2", 0.1, "Low", "0.09", ["K110"]),
        ("7.12", None, "High", "0.9", ["K110"]),
    ],
)
def test_an_amber_limit_that_can_never_show_is_found(
    number: str, target: CellValue, polarity: str, amber: str, codes: list[str]
) -> None:
    assert seen(number, target, polarity, {number: Decimal(amber)})[1] == codes


def test_polarity_is_the_workbooks() -> None:
    indicator, codes = seen("7.6", 0.98, "low")
    assert indicator.polarity is Polarity.LOW
    assert codes == ["K104"]
    indicator, codes = seen("7.6", 0.98, "up?")
    assert indicator.polarity is Polarity.NONE
    assert codes == ["K105"]


def test_a_target_of_exactly_100_percent_is_one() -> None:
    for written in (1.0, 1, "100%"):
        indicator, codes = seen("7.6", written, "High")
        assert indicator.target == Target(D(1))
        assert codes == ["K104"]


@pytest.mark.parametrize(
    ("number", "written", "number_format", "codes"),
    [
        ("7.1", "40%", "General", ["K105"]),
        ("7.1", 0.4, "0%", ["K105"]),
        ("7.1", 0.4, "General", ["K105"]),
        ("7.1", "400.5", "General", ["K105"]),
        ("7.1", 400.0, "0", ["K104"]),
        ("10.2", 4.87, "0.0%", ["K105"]),
        ("10.2", 487.0, "0.0", []),
        ("7.6", 0.98, "General", []),
    ],
)
def test_a_target_of_another_kind_than_its_figure_rates_nothing(
    number: str, written: CellValue, number_format: str, codes: list[str]
) -> None:
    polarity = {"7.1": "Info", "10.2": "Low", "7.6": "High"}[number]
    indicator, found = seen(number, written, polarity, number_format=number_format)
    assert found == codes
    assert (indicator.target is None) is (codes == ["K105"])


# -- an indicator with two rows -----------------------------------------------------------------


def pair(
    targets: tuple[CellValue, CellValue],
    polarities: tuple[CellValue, CellValue] = ("High", "High"),
    *,
    merged: bool = False,
    known: Mapping[str, Indicator] | None = None,
    amber: Mapping[str, Decimal] | None = None,
) -> tuple[Indicator, Indicator, list[Finding]]:
    """Return 7.5 as its number and as its percentage, and what was found."""
    second = TARGET if merged else TARGET_2
    rows = (
        row_of("7.5", "number", TARGET, POLARITY),
        row_of("7.5", "percentage", second, POLARITY_2),
    )
    there: dict[CellRef, CellValue] = {TARGET_2: targets[1], TARGET: targets[0]}
    there |= {POLARITY: polarities[0], POLARITY_2: polarities[1]}
    found, findings = as_visible(
        known or shipped(), Layout(lines=rows), there, {}, amber=amber or {}, own=Own()
    )
    return found["7.5", "number"], found["7.5", "percentage"], findings


@pytest.mark.parametrize(
    ("targets", "merged", "green", "codes"),
    [
        ((0.4, None), True, "0.4", ["K104"]),
        ((0.4, None), False, "0.4", ["K104"]),
        (("40%", ""), False, "0.4", ["K104"]),
        ((None, 0.4), False, "0.4", ["K104"]),
        ((1.0, None), False, "1", ["K104"]),
        ((1.1, None), False, None, ["K113"]),
        ((0.3, 0.4), False, "0.4", ["K104", "K113"]),
        ((40.0, 0.4), False, "0.4", ["K104"]),
        ((40.0, None), False, None, ["K113"]),
        ((0.4, "n/a"), False, None, ["K113"]),
        ((None, None), False, None, []),
        (("n/a", "n/a"), False, None, []),
        (("soon", None), False, None, ["K105"]),
        ((40.0, None), True, None, ["K105"]),
    ],
)
def test_the_target_of_a_pair_is_its_percentage_s(
    targets: tuple[CellValue, CellValue], merged: bool, green: str | None, codes: list[str]
) -> None:
    """The second row's own cell overrides the first's; a whole number in the first is its own."""
    number, percentage, findings = pair(targets, merged=merged)
    assert percentage.target == (Target(D(green)) if green else None)
    is_own = targets == (40.0, 0.4)
    assert number.judges(number.figures[0]) is is_own
    assert not is_own or number.target == Target(D(40))
    assert [f.code for f in findings] == codes


@pytest.mark.parametrize(
    ("written", "green", "codes"),
    [
        ((None, 0.4), "12", ["K104"]),
        ((None, None), "12", []),
        ((12.0, 0.4), "12", ["K104"]),
        ((11.0, 0.4), "11", ["K104", "K104"]),
        (("n/a", 0.4), None, ["K104", "K104"]),
    ],
)
def test_lacxl_toml_sets_the_limits_of_a_number(
    written: tuple[CellValue, CellValue], green: str | None, codes: list[str]
) -> None:
    """Of a cell that says otherwise the workbook's counts, as everywhere in this form."""
    limits = {("7.5", "number"): Limits(D(12), D(10), D(1))}
    known = with_settings(shipped(), basis={}, dead_band={}, figures=limits)
    amber = {"7.5": D("0.3")} if written[1] else {}
    number, percentage, findings = pair(written, known=known, amber=amber)
    assert number.target == (Target(D(green), D(10)) if green else None)
    assert number.dead_band == 1
    assert percentage.target == (Target(D("0.4"), D("0.3")) if written[1] else None)
    assert [f.code for f in findings] == codes
    assert not codes[1:] or "of 7.5 (number) is" in findings[-1].what
    month, before = Measured(D(11), D(11), D(20)), Measured(D(12), D(12), D(20))
    light = rag(month, number.figures[0], number.polarity, number.target)
    assert light is {None: Rag.NOT_RATED, "12": Rag.AMBER, "11": Rag.GREEN}[green]
    row = figure_row(number, number.figures[0], {}, MAY, page={MAY: month, MAY - 1: before})
    assert (row.rag, row.dot) == (light, Dot.LEVEL)


@pytest.mark.parametrize(
    ("polarities", "expected", "codes"),
    [
        (("High", "High"), (Polarity.HIGH, Polarity.HIGH), []),
        (("High", None), (Polarity.HIGH, Polarity.HIGH), []),
        ((None, "High"), (Polarity.HIGH, Polarity.HIGH), []),
        (("Info", "High"), (Polarity.NONE, Polarity.HIGH), ["K104"]),
        (("Low", "Low"), (Polarity.LOW, Polarity.LOW), ["K104"]),
        ((None, None), (Polarity.NONE, Polarity.NONE), ["K104"]),
        (("Bigger is better", "↑"), (Polarity.HIGH, Polarity.HIGH), []),
        (("Monitor", "Higher"), (Polarity.NONE, Polarity.HIGH), ["K104"]),
        (("up?", "High"), (Polarity.NONE, Polarity.HIGH), ["K105"]),
    ],
)
def test_each_row_of_a_pair_says_which_way_is_good(
    polarities: tuple[CellValue, CellValue], expected: tuple[Polarity, ...], codes: list[str]
) -> None:
    number, percentage, findings = pair((None, None), polarities)
    assert (number.polarity, percentage.polarity) == expected
    assert [f.code for f in findings] == codes


# -- a column that is not there -----------------------------------------------------------------


def without(
    *lacks: str, own: Own | None = None, unread: tuple[tuple[CellRef, str], ...] = ()
) -> tuple[dict[str, Indicator], list[Finding]]:
    """Return all indicators of a workbook that lacks the columns, and what was found."""
    target = None if "target" in lacks else TARGET
    polarity = None if "polarity" in lacks else POLARITY
    rows = tuple(
        row_of(number, figure.name, target, polarity)
        for number, indicator in shipped().items()
        for figure in indicator.figures
    )
    words = {"target": ("TARGET",), "polarity": ("GOOD PERF IS",)}
    table = TableHeadings(
        SUMMARY, CellRef("S", Cell(5, 1)), frozenset(),
        lacks={name: words[name] for name in lacks}, unread=unread,
    )  # fmt: skip
    there: dict[CellRef, CellValue] = {TARGET: 0.5, POLARITY: "High"}
    found, findings = as_visible(
        shipped(), Layout(lines=rows, tables=(table,)), there, {}, amber={"7.6": D("0.9")},
        own=own or Own(),
    )  # fmt: skip
    judged = {number: each for (number, name), each in found.items() if name != "number"}
    return judged, [f for f in findings if f.code != "K104"]


def test_a_target_that_nobody_sees_rates_nothing_and_is_said_once() -> None:
    indicators, findings = without("target")
    assert {each.target for each in indicators.values()} == {None}
    (finding,) = findings
    assert (finding.code, finding.severity, finding.where) == ("K111", Severity.WARNING, "S!A5")
    assert "no column headed TARGET" in finding.what
    assert "7.6, 7.8, 7.9, 7.10, 7.11, 8.2 and 6 more" in finding.what


def test_a_polarity_that_nobody_sees_makes_no_light() -> None:
    indicators, findings = without("polarity")
    assert {each.polarity for each in indicators.values()} == {Polarity.NONE}
    (finding,) = [f for f in findings if f.code == "K111"]
    assert "no column headed GOOD PERF IS" in finding.what
    assert "7.5, 7.6" in finding.what


def test_the_council_s_own_catalogue_and_settings_count_without_a_column() -> None:
    own = Own(frozenset({"7.8"}), frozenset({"7.6"}), frozenset({"7.9"}))
    indicators, findings = without("target", "polarity", own=own)
    assert {n for n, each in indicators.items() if each.target} == {"7.6", "7.8"}
    assert indicators["7.6"].target == Target(D("0.98"), D("0.9"))
    rated = {n for n, each in indicators.items() if each.polarity is not Polarity.NONE}
    assert rated == {"7.8", "7.9"}
    assert [f.code for f in findings] == ["K111", "K111"]
    assert "7.6" not in findings[0].what
    assert "7.9" not in findings[1].what


def test_where_the_council_sets_all_a_missing_column_is_only_a_note() -> None:
    all_of = frozenset(shipped())
    _, (finding,) = without("target", own=Own(all_of))
    assert (finding.code, finding.severity) == ("K111", Severity.NOTE)


def test_a_heading_like_the_missing_one_is_quoted_and_no_other() -> None:
    unread = ((CellRef("S", Cell(5, 3)), "TARGTE"), (CellRef("S", Cell(5, 9)), "Zebediah Quill"))
    _, (finding,) = without("target", unread=unread, own=Own(frozenset(shipped())))
    assert finding.severity is Severity.WARNING
    assert "Not understood: C5 ('TARGTE'), I5." in finding.what
    assert "Quill" not in str(finding)


def test_what_lacxl_toml_says_beside_a_column_is_compared_with_it() -> None:
    row = row_of("7.6", "", TARGET, POLARITY)
    there: dict[CellRef, CellValue] = {TARGET: 0.95, POLARITY: "Low"}
    own = Own(targets=frozenset({"7.6"}), polarities=frozenset({"7.6"}))
    found, findings = as_visible(shipped(), Layout(lines=(row,)), there, {}, amber={}, own=own)
    assert found["7.6", ""].target == Target(D("0.95"))
    assert found["7.6", ""].polarity is Polarity.LOW
    assert [f.code for f in findings] == ["K104", "K104"]
    assert "is 95%, lacxl.toml's 98%." in findings[0].what


# -- what is said --------------------------------------------------------------------------------


def said(number: str, target: CellValue, polarity: CellValue, own: Own | None = None) -> Finding:
    """Return the one finding of an indicator with one row."""
    row = row_of(number, "", TARGET, POLARITY)
    there = {TARGET: target, POLARITY: polarity}
    places = Layout(lines=(row,))
    _, findings = as_visible(shipped(), places, there, {}, amber={}, own=own or Own())
    (finding,) = findings
    return finding


IN_LACXL = Own(targets=frozenset({"7.6"}), polarities=frozenset({"7.6"}))
IS, SAYS = "The workbook's target of {} is", "The workbook says {} of which way is good for 7.6,"
USED = "The workbook's is used. Bring {} into line."
LINE, OWN_LINE = USED.format("the catalogue"), USED.format("lacxl.toml")


@pytest.mark.parametrize(
    ("number", "target", "own", "code", "what", "todo"),
    [
        (
            "7.6",
            0.95,
            None,
            "K104",
            "The workbook's target of 7.6 is 95%, the catalogue's 98%.",
            LINE,
        ),
        (
            "7.6",
            "n/a",
            IN_LACXL,
            "K104",
            "The workbook's target of 7.6 is none, lacxl.toml's 98%.",
            OWN_LINE,
        ),
        (
            "7.12",
            0.955,
            IN_LACXL,
            "K104",
            "The workbook's target of 7.12 is 95.5%, the catalogue's none.",
            LINE,
        ),
        (
            "10.2",
            500.5,
            None,
            "K104",
            "The workbook's target of 10.2 is 500.5, the catalogue's 487.",
            LINE,
        ),
        (
            "7.6",
            "soon",
            None,
            "K105",
            "The target of 7.6 cannot be read, so it is not rated.",
            "Write a number, a percentage or n/a.",
        ),
        (
            "7.6",
            1.01,
            None,
            "K105",
            "The target of 7.6 is over 100%, so it is not rated.",
            "Write it as a percentage: 98%.",
        ),
        (
            "10.2",
            "487%",
            None,
            "K105",
            "The target of 10.2 is a percentage and its figure is not, so it is not rated.",
            "Write it in the figure's own unit.",
        ),
    ],
)
def test_what_is_said_of_a_target(
    number: str, target: CellValue, own: Own | None, code: str, what: str, todo: str
) -> None:
    polarity = "Low" if number == "10.2" else "High"
    assert said(number, target, polarity, own) == warning(code, what, "S!C6", todo)


@pytest.mark.parametrize(
    ("written", "own", "code", "what", "todo"),
    [
        (
            "low",
            None,
            "K104",
            "The workbook says low of which way is good for 7.6, the catalogue high.",
            LINE,
        ),
        (
            None,
            None,
            "K104",
            "The workbook says nothing of which way is good for 7.6, the catalogue high.",
            LINE,
        ),
        (
            "Low",
            IN_LACXL,
            "K104",
            "The workbook says low of which way is good for 7.6, lacxl.toml high.",
            OWN_LINE,
        ),
        (
            "up?",
            None,
            "K105",
            "Which way is good for 7.6 cannot be read, so it is not rated.",
            "Write High, Low or Info.",
        ),
    ],
)
def test_what_is_said_of_a_polarity(
    written: CellValue, own: Own | None, code: str, what: str, todo: str
) -> None:
    assert said("7.6", 0.98, written, own) == warning(code, what, "S!D6", todo)


def test_what_is_said_of_a_number_s_target() -> None:
    _, _, findings = pair((40.0, None))
    assert findings == [
        note(
            "K113",
            "The number of 7.5 has a target, but is not rated.",
            "S!C6",
            "Write the target of the percentage in its own row.",
        )
    ]


NO_USE = "7.6 has an amber limit but is not rated, so the limit does nothing."


def with_amber(
    number: str, target: CellValue, polarity: str, amber: dict[str, Decimal]
) -> list[Finding]:
    places = Layout(lines=(row_of(number, "", TARGET, POLARITY),))
    there = {TARGET: target, POLARITY: polarity}
    _, found = as_visible(shipped(), places, there, {}, amber=amber, own=Own())
    return [f for f in found if f.code == "K110"]


@pytest.mark.parametrize(
    ("number", "target", "polarity", "amber", "what"),
    [
        (
            "7.6",
            0.98,
            "High",
            "0.985",
            "The amber limit of 7.6, 98.5%, is not below its target 98%: no amber.",
        ),
        (
            "10.2",
            487.0,
            "Low",
            "480",
            "The amber limit of 10.2, 480, is not above its target 487: no amber.",
        ),
        (
            "7.6",
            None,
            "High",
            "0.9",
            "7.6 has an amber limit but is not rated, so the limit does nothing.",
        ),
        (
            "7.6",
            0.98,
            "Info",
            "0.9",
            "7.6 has an amber limit but is not rated, so the limit does nothing.",
        ),
    ],
)
def test_what_is_said_of_an_amber_limit(
    number: str, target: CellValue, polarity: str, amber: str, what: str
) -> None:
    todo = "Correct the amber limit in lacxl.toml, or the target."
    found = with_amber(number, target, polarity, {number: D(amber)})
    assert found == [warning("K110", what, "S!C6", todo)]
    assert with_amber(number, target, polarity, {"7.8": D(amber)}) == []


TODO = (
    "Correct the heading, or add its wording to a layout of your own. If there is no such column, "
    "lacxl.toml can set {}, and leave_out = ['{}']."
)


def test_what_is_said_of_a_column_that_is_not_there() -> None:
    _, (of_target,) = without("target")
    assert of_target == warning(
        "K111",
        "The summary has no column headed TARGET. So there is no RAG for 7.6, 7.8, 7.9, 7.10, "
        "7.11, 8.2 and 6 more.",
        "S!A5",
        TODO.format("target", "TARGET"),
    )
    six = frozenset(shipped()) - {"7.6", "7.8", "7.9", "7.10", "7.11", "8.2"}
    _, (of_six,) = without("target", own=Own(six))
    assert of_six.what.endswith("for 7.6, 7.8, 7.9, 7.10, 7.11, 8.2.")
    _, (of_none,) = without("target", own=Own(frozenset(shipped())))
    assert of_none == note(
        "K111", "The summary has no column headed TARGET.", "S!A5", TODO.format("target", "TARGET")
    )
    _, found = without("polarity", own=Own(catalogue=frozenset(shipped()) - {"7.6", "7.1"}))
    assert [f for f in found if f.code == "K111"] == [
        warning(
            "K111",
            "The summary has no column headed GOOD PERF IS. So there is no RAG, and the arrow is "
            "that of the number alone, for 7.6.",
            "S!A5",
            TODO.format("polarity", "GOOD PERF IS"),
        )
    ]
