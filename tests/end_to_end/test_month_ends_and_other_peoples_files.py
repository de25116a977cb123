"""A column of month ends takes a month's last day; the DfE's statistics are known as such."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from folders import Ran, call, run

HEADINGS = ("month end", "Month Ending", "PERIOD_END", "period ending", "As at", "MonthEnd",
            "End of Month", "month end date")  # fmt: skip
STATISTICS = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,"
    "region_name,old_la_code,la_name,new_la_code,cla_group,children_count,children_percent\n"
    "2025,Reporting year,National,E92000001,England,,,,,,All,8000,10\n"
)
SOME_COLUMNS = (
    "Time_Period,Geographic_Level,la_name,old_la_code,number,percentage\n"
    "202425,Local authority,Ambershire,999,10,c\n"
)
DESCRIPTION = (
    "col_name,col_type,label,indicator_grouping,indicator_unit,indicator_dp,filter_hint,"
    "filter_grouping_column\nchildren_count,Indicator,Children,,,0,,\n"
)


def explain(folder: Path, heading: str, month: str) -> Ran:
    """Ask of a readings extract with a single row."""
    (folder / "lacxl.toml").write_text("", "utf-8")
    text = f"indicator,{heading},numerator,denominator,value,note\n7.1,{month},406,,,\n"
    (folder / "readings.csv").write_text(text, "utf-8")
    return run(folder, "explain", "7.1", "2015-05")


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize(
    "written",
    ["31/05/2015", "31/05/15", "31-05-2015", "2015-05-31", "20150531", "2015-05-31 00:00:00",
     "31 May 2015", "31-May-15", "05/31/2015", "2015-05", "May-15"],
)  # fmt: skip
def test_the_last_day_of_a_month_is_that_month(tmp_path: Path, heading: str, written: str) -> None:
    ran = explain(tmp_path, heading, written)
    assert ran.code == 0, ran.err
    assert "readings.csvrow2" in ran.said
    assert "406" in ran.out


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("30/05/2015", "R151"),
        ("01/05/2015", "R151"),
        ("05/01/2015", "R151"),
        ("28/02/2016", "R151"),
        ("31/06/2015", "R151"),
        ("2015-05-01", "R151"),
        ("30 May 2015", "R151"),
        ("31/05/1015", "R151"),
        ("42155", "R116"),
        ("soon", "R113"),
        ("31/12/2999", "R151"),
        ("", "R112"),
    ],
)
def test_any_other_day_is_refused(tmp_path: Path, written: str, code: str) -> None:
    ran = explain(tmp_path, "month end", written)
    assert (ran.code, ran.codes()) == (3, [code])
    assert "row2columnmonth" in ran.said


@pytest.mark.parametrize("heading", ["month", "period", "reporting month"])
def test_a_column_of_months_takes_no_day(tmp_path: Path, heading: str) -> None:
    assert explain(tmp_path, heading, "31/05/2015").codes() == ["R114"]


def test_a_date_cell_of_a_workbook_is_read_alike(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["indicator", "month end", "numerator", "denominator", "value", "note"])
    book.active.append(["7.1", dt.datetime(2015, 5, 31), 406])
    book.save(tmp_path / "readings.xlsx")
    (tmp_path / "lacxl.toml").write_text('[extracts]\nreadings = "readings.xlsx"\n', "utf-8")
    ran = run(tmp_path, "explain", "7.1", "2015-05")
    assert ran.code == 0, ran.err
    assert "406" in ran.out


@pytest.mark.parametrize(
    "content",
    [STATISTICS, SOME_COLUMNS, STATISTICS.replace(",", "\t"), DESCRIPTION],
    ids=["data", "some columns of it", "pasted from Excel", "description"],
)
@pytest.mark.parametrize("given_as", ["readings", "outturns", "benchmarks"])
def test_a_file_of_published_statistics_is_known_as_one(
    tmp_path: Path, given_as: str, content: str
) -> None:
    explain(tmp_path, "month", "2015-05")
    (tmp_path / "statistics.csv").write_text(content, "utf-8")
    (tmp_path / "lacxl.toml").write_text(f'[extracts]\n{given_as} = "statistics.csv"\n', "utf-8")
    ran = run(tmp_path, "explain", "7.1", "2015-05")
    assert (ran.code, ran.codes()) == (3, ["R152"])
    assert "DfE'spublishedstatistics" in ran.said
    assert f"notthe{given_as}layout" in ran.said
    assert "lacxlbenchmarksFOLDER--councilNAME" in ran.said


def test_among_children_s_records_it_is_named_and_no_fault(tmp_path: Path) -> None:
    (tmp_path / "statistics.csv").write_text(STATISTICS, "utf-8")
    ran = call("profile", str(tmp_path))
    assert "theDfE'spublishedstatistics" in ran.said
    assert "X101" not in ran.codes()
