"""The outturns and the benchmarks layouts."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from importlib import resources
from pathlib import Path

import pytest

from lacxl.catalogue.indicators import shipped
from lacxl.domain.errors import Refused
from lacxl.domain.finding import Severity
from lacxl.domain.month import FinancialYear
from lacxl.readings.benchmarks import read_benchmarks
from lacxl.readings.outturns import read_outturns

Write = Callable[..., Path]
OUTTURNS = "indicator,figure,financial_year,value\n"
BENCHMARKS = "indicator,year,stat_neigh_ave,best_stat_neigh,nat_ave,nat_top_qtile_threshold\n"


def demo(name: str) -> Path:
    return Path(str(resources.files("lacxl") / "demo" / name))


def test_the_real_outturns_are_read_without_a_finding() -> None:
    extract = read_outturns(demo("outturns.csv"), shipped())
    assert extract.findings == ()
    assert len(extract.content) == 41
    permanence = extract.content["7.5", "percentage", FinancialYear(2013)]
    assert (permanence.value, permanence.text) == (Decimal("0.4044"), "40.44%")
    assert extract.content["10.2", "", FinancialYear(2013)].value == 661
    assert extract.content["7.1", "", FinancialYear(2014)].source.row == 2


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("7.99,,2014/15,1", "R110", "indicator"),
        ("7.1,number,2014/15,407", "R140", "figure"),
        ("7.5,,2014/15,60", "R140", "figure"),
        ("7.5,children,2014/15,60", "R140", "figure"),
        ("7.1,,2014-15,407", "R141", "financial_year"),
        ("7.1,,2014/16,407", "R141", "financial_year"),
        ("7.1,,Dec-11,407", "R141", "financial_year"),
        ("7.1,,,407", "R141", "financial_year"),
        ("7.1,,1066/67,407", "R141", "financial_year"),
        ("7.1,,2014/15,", "R142", "value"),
        ("7.1,,2014/15,many", "R120", "value"),
        ("7.1,,2014/15,-407", "R121", "value"),
        ("7.1,,2014/15,407.5", "R125", "value"),
        ("7.1,,2014/15,40%", "R129", "value"),
        ("7.6,,2014/15,94.9", "R122", "value"),
        ("7.6,,2014/15,194.9%", "R123", "value"),
    ],
)
def test_an_outturn_that_cannot_be(row: str, code: str, column: str, raw_file: Write) -> None:
    with pytest.raises(Refused) as refused:
        read_outturns(raw_file(f"{OUTTURNS}{row}\n", "outturns.csv"), shipped())
    (fault,) = refused.value.findings
    assert (fault.code, fault.where) == (code, f"outturns.csv row 2 column {column}")


@pytest.mark.parametrize(("second", "code"), [("407", "R130"), ("408", "R131")])
def test_an_outturn_twice(second: str, code: str, raw_file: Write) -> None:
    text = f"{OUTTURNS}7.1,,2014/15,407\n7.1,,2014/2015,{second}\n"
    with pytest.raises(Refused) as refused:
        read_outturns(raw_file(text), shipped())
    assert refused.value.codes == (code,)
    assert "rows 2 and 3" in str(refused.value)


def test_the_figures_of_one_indicator_are_told_apart(raw_file: Write) -> None:
    text = f"{OUTTURNS}7.5,Number,2014/15,60\n7.5,percentage,2014/15,37.5%\n"
    content = read_outturns(raw_file(text), shipped()).content
    assert list(content) == [
        ("7.5", "number", FinancialYear(2014)),
        ("7.5", "percentage", FinancialYear(2014)),
    ]


def test_the_real_benchmarks_are_read_without_a_finding() -> None:
    extract = read_benchmarks(demo("benchmarks.csv"), shipped())
    assert extract.findings == ()
    assert len(extract.content) == 32
    best = extract.content["8.3", "best_stat_neigh"]
    assert (best.value, best.text, best.year) == (Decimal(1), "100.0%", FinancialYear(2013))
    none = extract.content["7.2", "nat_top_qtile_threshold"]
    assert (none.value, none.text) == (None, "-")


@pytest.mark.parametrize("symbol", ["-", "c", "k", "z", "x", "~", "C", "low", "u", ":", ".."])
def test_a_symbol_keeps_its_meaning(symbol: str, raw_file: Write) -> None:
    path = raw_file(f"{BENCHMARKS}7.2,2013/14,{symbol},46.0,,-\n")
    content = read_benchmarks(path, shipped()).content
    assert (content["7.2", "stat_neigh_ave"].value, content["7.2", "stat_neigh_ave"].text) == (
        None,
        symbol,
    )
    assert ("7.2", "nat_ave") not in content


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("7.2,2013/14,73.5,lowest,60.0,-", "R120", "best_stat_neigh"),
        ("7.2,2013/14,73.5%,46.0,60.0,-", "R129", "stat_neigh_ave"),
        ("7.7,2013/14,22.7,32.0%,17.0%,21.0%", "R122", "stat_neigh_ave"),
        ("7.7,2013,22.7%,32.0%,17.0%,21.0%", "R141", "year"),
        ("77,2013/14,22.7%,32.0%,17.0%,21.0%", "R110", "indicator"),
    ],
)
def test_a_benchmark_that_cannot_be(row: str, code: str, column: str, raw_file: Write) -> None:
    with pytest.raises(Refused) as refused:
        read_benchmarks(raw_file(f"{BENCHMARKS}{row}\n", "benchmarks.csv"), shipped())
    (fault,) = refused.value.findings
    assert (fault.code, fault.where) == (code, f"benchmarks.csv row 2 column {column}")


def test_an_average_of_counts_may_have_a_fraction(raw_file: Write) -> None:
    path = raw_file(f"{BENCHMARKS}7.1,2013/14,398.4,,,\n")
    assert read_benchmarks(path, shipped()).content["7.1", "stat_neigh_ave"].value is not None


def test_of_two_years_the_later_is_shown_and_the_earlier_mentioned(raw_file: Write) -> None:
    rows = "7.2,2014/15,74.0,46.0,60.0,-\n7.2,2013/14,73.5,46.0,60.0,-\n"
    extract = read_benchmarks(raw_file(BENCHMARKS + rows), shipped())
    assert extract.content["7.2", "stat_neigh_ave"].value == 74
    assert [(f.code, f.severity) for f in extract.findings] == [("R150", Severity.NOTE)]
