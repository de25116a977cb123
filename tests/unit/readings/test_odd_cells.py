"""Cells that no table can hold, in every kind of file: an error with row and column, never a crash.

And nothing of a library's own is seen on the way: no panic of native code, no warning.
"""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from lacxl.catalogue.indicators import shipped
from lacxl.domain.errors import Refused
from lacxl.readings.layout_files import Query
from lacxl.readings.readings import read_readings
from lacxl.records import ReadOptions, read_children
from lacxl.tables.table import is_librarys
from unit.readings.conftest import HEADER

NAMES = HEADER.split(",")
DATE, DURATION, CLOCK = "dd/mm/yyyy", "[h]:mm", "hh:mm:ss"


def workbook(path: Path, value: object, number_format: str, column: str = "C") -> Path:
    """Readings of which the cell of row 3 in a column holds something odd."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (NAMES, ["7.1", "2015-04", 400], ["7.1", "2015-05", 406], ["7.3", "2015-05", 22]):
        sheet.append(row)
    sheet[f"{column}3"] = value
    sheet[f"{column}3"].number_format = number_format
    book.save(path)
    return path


def faults_of(source: Path | Query) -> list[tuple[str, str]]:
    """Code and place of what is wrong with a file of readings."""
    with pytest.raises(Refused) as refused:
        read_readings(source, shipped())
    for finding in refused.value.findings:
        assert not re.search(r"\d{6,}|9434765919", f"{finding.what} {finding.todo}")
    return [(finding.code, finding.where) for finding in refused.value.findings]


@pytest.mark.parametrize("quote", ['"', "'"])
@pytest.mark.parametrize(
    "address", ["A99999999", "XFD99999", "ZZZZZZZ1", "xfd1048576", "AAAA1", "A4294967296"]
)
def test_a_cell_that_names_a_place_far_out_fills_no_memory(
    tmp_path: Path, address: str, quote: str
) -> None:
    """The row that it stands in says nothing of that; a reader took 12 GB and two minutes."""
    path = workbook(tmp_path / "readings.xlsx", 1, "0")
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].replace(b'r="A4"', b'r="%b"' % address.encode())
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b'"', quote.encode())
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    assert [code for code, _ in faults_of(path)] == ["X109"]


def test_a_workbook_with_a_document_type_is_refused(tmp_path: Path) -> None:
    """Its entities may grow without end, and no program that saves workbooks writes any."""
    path = workbook(tmp_path / "readings.xlsx", 4, "General")
    with zipfile.ZipFile(path) as given:
        parts = {name: given.read(name) for name in given.namelist()}
    parts["xl/workbook.xml"] = b'<!DOCTYPE workbook [<!ENTITY a "b">]>' + parts["xl/workbook.xml"]
    with zipfile.ZipFile(path, "w") as changed:
        for name, part in parts.items():
            changed.writestr(name, part)
    assert [code for code, _ in faults_of(path)] == ["X109"]


@pytest.mark.parametrize("number_format", [DATE, DURATION, CLOCK, "mmm yyyy", "[mm]:ss"])
@pytest.mark.parametrize("value", [-200000000000, -1e300, 1e300, -1, 2958466, 9434765919, 1e18])
def test_a_date_that_no_calendar_has_is_an_error_with_row_and_column(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], value: float, number_format: str
) -> None:
    path = workbook(tmp_path / "readings.xlsx", value, number_format)
    assert ("R166", "readings.xlsx row 3 column C") in faults_of(path)
    assert capfd.readouterr() == ("", ""), "a panic in native code prints by itself"


@pytest.mark.parametrize(
    ("value", "number_format", "code"),
    [
        (dt.datetime(2015, 5, 31), DATE, "R120"),
        (dt.datetime(9999, 12, 31), DATE, "R120"),
        (dt.timedelta(hours=30), DURATION, "R120"),
        (dt.time(12, 30), CLOCK, "R120"),
        (1e300, "General", "R134"),
        (1e308, "0.00E+00", "R134"),
        (9434765919, "General", "R161"),
        (20150531, "General", "R161"),
        (42155, "General", "R161"),
        (-5, "General", "R121"),
        (True, "General", "R120"),
        ("#N/A", "General", "X127"),
        ("=1/0", "General", "X114"),
    ],
)
def test_what_is_no_count_is_refused_by_row_and_column(
    tmp_path: Path, value: object, number_format: str, code: str
) -> None:
    path = workbook(tmp_path / "readings.xlsx", value, number_format)
    column = "C" if code.startswith("X") else "numerator"
    assert (code, f"readings.xlsx row 3 column {column}") in faults_of(path)


@pytest.mark.parametrize("value", ["NaN", "INF", "-INF", "1e999"])
def test_a_date_that_is_no_number_is_an_error_too(tmp_path: Path, value: str) -> None:
    path = workbook(tmp_path / "readings.xlsx", 7, DATE)
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet], count = re.subn(
        rb'(<c r="C3"[^>]*>)<v>[^<]*</v>', rb"\1<v>" + value.encode() + rb"</v>", parts[sheet]
    )
    assert count == 1
    with zipfile.ZipFile(path, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)
    with pytest.raises(Refused) as refused:
        read_readings(path, shipped())
    assert refused.value.codes[0] in ("R166", "X109")


@pytest.mark.parametrize("signal", [KeyboardInterrupt, MemoryError, SystemExit])
def test_ctrl_c_and_a_full_memory_are_no_fault_of_a_row(signal: type[BaseException]) -> None:
    assert not is_librarys(signal())


def test_in_childrens_records_it_is_an_error_and_severities_may_lower_it(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "DEC", "REC",
                  "REASON_PLACE_CHANGE", "HOME_POST", "PL_POST", "URN"])  # fmt: skip
    for child in ("A1", "A2"):
        sheet.append([child, dt.datetime(2015, 4, 1), "S", "C2", "N1", "U1", "PR1"])
    sheet["H3"] = -200000000000
    sheet["H3"].number_format = DATE
    book.save(tmp_path / "episodes.xlsx")
    for severities, weight in (({}, "error"), ({"R166": "warning"}, "warning")):
        options = ReadOptions(today=dt.date(2016, 1, 1), severities=severities)
        extract = read_children([tmp_path], options=options)
        found = [each for each in extract.findings if each.code == "R166"]
        assert [(each.severity.value, each.where) for each in found] == [
            (weight, "episodes.xlsx row 3 column H")
        ]


def parquet(path: Path, numerator: Any) -> Path:
    """Readings as a Parquet file, the numerators as they are given."""
    arrow = pytest.importorskip("pyarrow")
    count = len(numerator)
    table = arrow.table(
        {
            "indicator": ["7.1"] * count,
            "month": [f"2015-{n:02d}" for n in range(1, count + 1)],
            "numerator": numerator,
            **{name: arrow.array([""] * count) for name in ("denominator", "value", "note")},
        }
    )
    pytest.importorskip("pyarrow.parquet").write_table(table, path)
    return path


def far_dates(arrow: Any) -> Any:
    return arrow.array([400, 2_000_000_000, 406], arrow.int32()).cast(arrow.date32())


def far_moments(arrow: Any) -> Any:
    return arrow.array([1, 2**62, 3], arrow.int64()).cast(arrow.timestamp("us"))


def no_place_on_earth(arrow: Any) -> Any:
    return arrow.array([1, 2, 3], arrow.int64()).cast(arrow.timestamp("us", tz="Not/APlace"))


@pytest.mark.parametrize("make", [far_dates, far_moments, no_place_on_earth])
def test_a_date_beyond_the_year_9999_in_a_parquet_file(
    tmp_path: Path, make: Callable[[Any], Any]
) -> None:
    path = parquet(tmp_path / "readings.parquet", make(pytest.importorskip("pyarrow")))
    assert ("R166", "readings.parquet row 3 column numerator") in faults_of(path)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ([1.0, float("inf"), 3.0], "R120"),
        ([1.0, 1e300, 3.0], "R134"),
        ([1, 9434765919, 3], "R161"),
        ([dt.timedelta(1), dt.timedelta(99999), None], "R120"),
        ([Decimal(1), Decimal(10) ** 30, Decimal(3)], "R134"),
        ([[1], [2], [3]], "R120"),
        ([True, False, None], "R120"),
    ],
)
def test_what_is_no_count_in_a_parquet_file(
    tmp_path: Path, values: list[object], code: str
) -> None:
    arrow = pytest.importorskip("pyarrow")
    path = parquet(tmp_path / "readings.parquet", arrow.array(values))
    assert (code, "readings.parquet row 3 column numerator") in faults_of(path)


@pytest.mark.parametrize(
    ("value", "code"),
    [("9e999", "R120"), ("1e300", "R134"), ("9434765919", "R161"), ("x'00ff'", "R120")],
)
def test_what_is_no_count_in_a_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str, code: str
) -> None:
    pytest.importorskip("sqlalchemy")
    with sqlite3.connect(tmp_path / "council.db") as connection:
        connection.execute(f"create table readings ({', '.join(NAMES)})")
        for month, number in (("2015-04", "400"), ("2015-05", value)):
            connection.execute(
                f"insert into readings values ('7.1', '{month}', {number}, '', '', '')"
            )
    connection.close()
    monkeypatch.setenv("COUNCIL", f"sqlite:///{tmp_path / 'council.db'}")
    query = Query("select * from readings", "COUNCIL")
    assert faults_of(query) == [(code, "the readings query row 3 column numerator")]


def test_no_warning_of_a_library_is_shown(tmp_path: Path) -> None:
    """openpyxl repeats the value of a date that is none."""
    path = workbook(tmp_path / "readings.xlsx", -200000000000, DATE)
    (tmp_path / "lacxl.toml").write_text(f'[extracts]\nreadings = "{path.name}"\n', "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "lacxl", "figures", "2015-05", "-s", str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 3
    assert "R166" in done.stderr
    for word in ("panicked", "Warning", "Traceback", "200000000000"):
        assert word not in done.stdout + done.stderr


def test_no_warning_is_shown_of_workbooks_that_are_read_beside_each_other(tmp_path: Path) -> None:
    """Which warnings are shown is set for all threads at once."""
    for name in "abcdefgh":
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.append(["CHILD", "DOB", "REVIEW", "REVIEW_CODE"])
        for number in range(1000):
            sheet.append([f"{name}{number}", None, dt.datetime(2015, 4, 1), "PN1"])
        for row in range(2, 1000, 100):
            sheet[f"C{row}"] = 200000000000 + row
            sheet[f"C{row}"].number_format = DATE
        book.save(tmp_path / f"{name}.xlsx")
    code = "import sys; from pathlib import Path; from lacxl.records import read_children as read\n"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}print(len(read([Path(sys.argv[1])]).findings))", tmp_path],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
