"""What no council can have is refused by row and column, and the number is never repeated."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from lacxl.catalogue.indicators import shipped, with_settings
from lacxl.domain.ceilings import Ceilings
from lacxl.domain.errors import LacxlError, Refused
from lacxl.domain.indicator import Indicator, Unit
from lacxl.domain.month import Month
from lacxl.domain.plausible import beyond
from lacxl.domain.reading import Reading
from lacxl.readings.benchmarks import read_benchmarks
from lacxl.readings.notes import check_note
from lacxl.readings.outturns import read_outturns
from lacxl.readings.readings import read_readings
from lacxl.settings.settings import Settings
from unit.readings.conftest import Write

NHS, UPN, SERIAL, DAY = "9434765919", "H801200001001", "42155", "20150531"
NUMBERS = ("7.1", "7.2", "7.5", "7.6", "7.12", "8.1", "9.1", "10.1", "10.2", "10.3")


def faults(path: Path, indicators: Mapping[str, Indicator] | None = None) -> list[tuple[str, str]]:
    """Code and place of what is wrong, after a look that nothing is repeated."""
    with pytest.raises(Refused) as refused:
        read_readings(path, indicators or shipped())
    check_unsaid(refused.value)
    return [(finding.code, finding.where) for finding in refused.value.findings]


def check_unsaid(refused: LacxlError) -> None:
    for hidden in (NHS, UPN, SERIAL, DAY, "2 015", "12345"):
        assert hidden not in str(refused)


@pytest.mark.parametrize("slipped", [NHS, UPN, SERIAL, DAY, "943 476 5919", "10001"])
@pytest.mark.parametrize("number", NUMBERS)
def test_an_identifier_or_a_date_in_place_of_a_numerator_or_a_value(
    readings_file: Write, number: str, slipped: str
) -> None:
    unit = shipped()[number].shown_figure.unit
    if unit is not Unit.COUNT:
        found = faults(readings_file(f"{number},2015-05,,,{slipped},"))
        assert [where for _, where in found] == ["readings.csv row 2 column value"]
    if unit is Unit.MEAN and slipped in (SERIAL, "10001"):
        return  # so many days may have been counted: of 400 children it is 105 each
    found = faults(
        readings_file(f"{number},2015-05,{slipped},{'' if unit is Unit.COUNT else 400},,")
    )
    together = " and denominator" if unit is Unit.MEAN and slipped == DAY else ""
    assert [where for _, where in found] == [f"readings.csv row 2 column numerator{together}"]


@pytest.mark.parametrize("number", ["7.5", "7.6", "9.1", "10.2", "10.3"])
@pytest.mark.parametrize("slipped", [NHS, UPN, SERIAL, DAY])
def test_an_identifier_or_a_date_in_place_of_a_denominator(
    readings_file: Write, number: str, slipped: str
) -> None:
    found = faults(readings_file(f"{number},2015-05,40,{slipped},,"))
    assert [where for _, where in found] == ["readings.csv row 2 column denominator"]


def test_a_county_has_more_residents_than_anybody_has_children_in_care(
    readings_file: Write,
) -> None:
    extract = read_readings(readings_file("7.2,2015-05,2300,350000,,"), shipped())
    assert extract.content[0].denominator == 350_000
    assert faults(readings_file(f"7.2,2015-05,2300,{DAY},,")) == [
        ("R161", "readings.csv row 2 column denominator")
    ]
    assert faults(readings_file("7.2,2015-05,,,10000.1,")) == [
        ("R161", "readings.csv row 2 column value")
    ]


@pytest.mark.parametrize(
    "row",
    [
        "7.1,2015-05,10000,,,",
        "7.6,2015-05,10000,10000,,",
        "7.2,2015-05,,,10000,",
        "10.2,2015-05,,,7000,",
        "10.2,2015-05,1132000,1000,,",
        "8.1,2015-05,0,,,",
    ],
)
def test_the_most_itself_is_let_through(readings_file: Write, row: str) -> None:
    assert len(read_readings(readings_file(row), shipped()).content) == 1


@pytest.mark.parametrize("row", ["7.2,2015-05,406,3,,", "10.2,2015-05,70001,10,,"])
def test_numerator_and_denominator_that_give_too_much_together(
    readings_file: Write, row: str
) -> None:
    assert faults(readings_file(row)) == [
        ("R163", "readings.csv row 2 column numerator and denominator")
    ]


def test_all_of_a_files_are_said_at_once(readings_file: Write) -> None:
    found = faults(
        readings_file(f"7.1,2015-05,{NHS},,,", f"7.6,2015-05,{NHS},{NHS},,", "7.3,2015-05,22,,,")
    )
    assert [where for _, where in found] == [
        "readings.csv row 2 column numerator",
        "readings.csv row 3 column numerator",
        "readings.csv row 3 column denominator",
    ]


def with_own(tmp_path: Path, text: str) -> Mapping[str, Indicator]:
    """The indicators with what a lacxl.toml says."""
    path = tmp_path / "lacxl.toml"
    path.write_text(text, "utf-8")
    settings = Settings.load(path)
    return with_settings(shipped(), basis={}, dead_band={}, ceilings=settings.ceilings_of)


def test_ceilings_are_set_for_all_and_for_one(readings_file: Write, tmp_path: Path) -> None:
    rows = ("7.1,2015-05,12345,,,", "7.3,2015-05,12345,,,")
    for text, places in (
        ("", [2, 3]),
        ("[ceilings]\nchildren = 20_000\n", []),
        ('[indicators."7.1"]\nmost_numerator = 20_000\n', [3]),
        ('[ceilings]\nchildren = 20_000\n[indicators."7.3"]\nmost_numerator = 100\n', [3]),
        ("[ceilings]\npopulation = 20_000\ndays = 20_000\n", [2, 3]),
    ):
        known = with_own(tmp_path, text)
        if not places:
            assert len(read_readings(readings_file(*rows), known).content) == 2
            continue
        found = [f"readings.csv row {row} column numerator" for row in places]
        assert faults(readings_file(*rows), known) == [("R161", where) for where in found]


def test_each_column_of_an_indicator_has_a_ceiling_of_its_own(
    readings_file: Write, tmp_path: Path
) -> None:
    for key, row, where in (
        ("most_numerator", "7.6,2015-05,30,40,,", "numerator"),
        ("most_denominator", "7.6,2015-05,10,40,,", "denominator"),
        ("most_value", "10.2,2015-05,,,30,", "value"),
        ("most_value", "10.2,2015-05,300,10,,", "numerator and denominator"),
    ):
        number = row.partition(",")[0]
        known = with_own(tmp_path, f'[indicators."{number}"]\n{key} = 25\n')
        assert [w for _, w in faults(readings_file(row), known)] == [
            f"readings.csv row 2 column {where}"
        ]


@pytest.mark.parametrize("text", ["0", "-1", '"5"', "1.5", "9_999_999_999_999"])
def test_a_ceiling_is_a_whole_number(tmp_path: Path, text: str) -> None:
    path = tmp_path / "lacxl.toml"
    for key in ("[ceilings]\nchildren", '[indicators."7.1"]\nmost_value'):
        path.write_text(f"{key} = {text}\n", "utf-8")
        with pytest.raises(Refused) as refused:
            Settings.load(path)
        assert refused.value.codes == ("S104",)


def test_outturns_have_the_same_ceilings(tmp_path: Path) -> None:
    path = tmp_path / "outturns.csv"
    rows = ("7.1,,2014/15,{}", "7.2,,2014/15,{}", "7.5,number,2014/15,{}", "10.2,,2014/15,{}")
    for slipped in (NHS, DAY, SERIAL):
        text = "\n".join(["indicator,figure,financial_year,value", *rows]).format(*[slipped] * 4)
        path.write_text(text + "\n", "utf-8")
        with pytest.raises(Refused) as refused:
            read_outturns(path, shipped())
        check_unsaid(refused.value)
        assert [finding.where for finding in refused.value.findings] == [
            f"outturns.csv row {row} column value" for row in (2, 3, 4, 5)
        ]


def test_benchmarks_have_the_same_ceilings(tmp_path: Path) -> None:
    path = tmp_path / "benchmarks.csv"
    columns = "indicator,year,stat_neigh_ave,best_stat_neigh,nat_ave,nat_top_qtile_threshold"
    path.write_text(f"{columns}\n7.1,2013/14,{NHS},300.5,{DAY},{SERIAL}\n", "utf-8")
    with pytest.raises(Refused) as refused:
        read_benchmarks(path, shipped())
    check_unsaid(refused.value)
    assert [finding.where for finding in refused.value.findings] == [
        f"benchmarks.csv row 2 column {column}"
        for column in ("stat_neigh_ave", "nat_ave", "nat_top_qtile_threshold")
    ]


@pytest.mark.parametrize(
    "note", [NHS, UPN, "943 476 5919", SERIAL, DAY, "31/05/2015", "2015-05-31", "QQ 12 34 56 C"]
)
def test_a_note_that_may_name_a_child_is_no_reason(note: str) -> None:
    fault = check_note(note)
    assert fault is not None
    assert fault.code == "R162"
    assert note not in fault.what + fault.todo


@pytest.mark.parametrize(
    "note",
    ["TBC (Unavailable)", "2014/15", "-", "c", "see 12 of the minutes of 31/05/2015", "Q1", "1234"],
)
def test_other_notes_stay(note: str) -> None:
    assert check_note(note) is None


def reading(number: str, *numbers: int | None) -> Reading:
    return Reading(number, Month(2015, 5), *(None if n is None else Decimal(n) for n in numbers))


def test_a_reading_of_any_source_is_looked_at() -> None:
    for found, column in (
        (reading("7.1", 406), ""),
        (reading("7.1", 9434765919), "numerator"),
        (reading("7.1", -1), "numerator"),
        (reading("7.6", 5, 9434765919), "denominator"),
        (reading("7.2", None, None, 10001), "value"),
        (reading("7.2", 400, 3), "numerator and denominator"),
        (reading("7.6", 0, 0), ""),
        (reading("7.6"), ""),
    ):
        assert beyond(shipped()[found.indicator], found) == column
    wide = with_settings(
        shipped(), basis={}, dead_band={}, ceilings=lambda _n: Ceilings(children=Decimal(10**11))
    )
    assert beyond(wide["7.1"], reading("7.1", 9434765919)) == ""
