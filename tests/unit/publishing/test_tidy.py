"""The tidy CSV: a row for each figure, for a script as for Excel."""

from __future__ import annotations

import io

import pandas

from lacxl.publishing.forms.tidy import COLUMNS, tidy_csv
from unit.publishing import reading_back, sample


def test_it_begins_as_excel_needs_it_and_ends_its_lines_as_rfc_4180_says() -> None:
    content = tidy_csv(sample.publication())
    assert content.startswith(b"\xef\xbb\xbfindicator,label,title,figure,period,value,")
    assert content.endswith(b"\r\n")
    assert content.count(b"\n") == content.count(b"\r\n")


def test_no_field_is_empty_but_the_note() -> None:
    rows = reading_back.of_csv(tidy_csv(sample.publication()))
    assert {name for row in rows for name, text in row.items() if not text} == {"note"}
    assert tuple(rows[0]) == COLUMNS


def test_a_row_has_the_number_and_what_is_printed() -> None:
    rows = reading_back.of_csv(tidy_csv(sample.publication()))
    found = {
        (row["label"], row["figure"], row["period"]): (row["value"], row["printed"], row["status"])
        for row in rows
    }
    assert found["7.6", "percentage", "May 2015"] == ("0.900", "90.0%", "shown")
    assert found["7.6", "numerator", "April 2015"] == ("68", "68", "shown")
    assert found["7.1", "number", "November 2015"] == ("1132", "1,132", "shown")
    assert found["9.1", "percentage", "July 2015"] == ("c", "c", "suppressed")
    assert found["7.7", "percentage", "May 2015"] == ("x", "x", "missing")
    assert found["7.1", "number", sample.YTD] == ("z", "z", "not applicable")


def test_pandas_reads_it_with_one_line() -> None:
    frame = pandas.read_csv(
        io.BytesIO(tidy_csv(sample.publication())), na_values={"value": ["c", "x", "z"]}
    )
    assert frame["value"].dtype == float
    assert frame.columns[0] == "indicator"
    assert frame["value"].isna().sum() == (frame["status"] != "shown").sum() > 0
    assert not frame.duplicated(["label", "figure", "period"]).any()
