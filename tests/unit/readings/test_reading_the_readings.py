"""The readings layout: what a row may say, and the answer to each row that says it wrongly."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from importlib import resources
from pathlib import Path

import pytest

from lacxl.catalogue.indicators import shipped
from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding
from lacxl.domain.month import Month
from lacxl.domain.reading import Reading, Source
from lacxl.readings.faults import SHOWN
from lacxl.readings.readings import months_in, read_readings, require_month

Write = Callable[..., Path]
MAY = Month(2015, 5)


def demo() -> Path:
    return Path(str(resources.files("lacxl") / "demo" / "readings.csv"))


def read(path: Path) -> tuple[Reading, ...]:
    return read_readings(path, shipped()).content


def faults(path: Path, today: Month | None = None) -> tuple[Finding, ...]:
    with pytest.raises(Refused) as refused:
        read_readings(path, shipped(), today=today)
    return refused.value.findings


def only_fault(path: Path, today: Month | None = None) -> Finding:
    found = faults(path, today)
    assert len(found) == 1, [str(f) for f in found]
    return found[0]


# What is read


def test_the_real_report_is_read_without_a_finding() -> None:
    extract = read_readings(demo(), shipped(), today=Month(2015, 6))
    assert extract.findings == ()
    assert len(extract.content) == 92
    assert months_in(extract.content)[0] == Month(2014, 5)
    by_key = {(r.indicator, r.month): r for r in extract.content}
    assert by_key["7.6", MAY].numerator == 54
    assert by_key["7.6", MAY].denominator == 60
    assert by_key["7.7", Month(2015, 3)].value == Decimal("0.364")
    assert by_key["7.7", MAY].is_missing
    assert by_key["7.7", MAY].note == "TBC (Unavailable)"
    assert by_key["10.3", Month(2015, 4)].numerator == Decimal("148.4")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("7.1,2015-05,406,,,", Reading("7.1", MAY, Decimal(406))),
        ("7.1,2015-05,,,406,", Reading("7.1", MAY, Decimal(406))),
        ("7.1,2015-05,406,,406.0,", Reading("7.1", MAY, Decimal(406))),
        ("7.2,2015-05,,,72.4,", Reading("7.2", MAY, value=Decimal("72.4"))),
        ("7.2,2015-05,406,56100,72.4,", Reading("7.2", MAY, Decimal(406), Decimal(56100))),
        ("7.2,2015-05,,,135.0,", Reading("7.2", MAY, value=Decimal(135))),
        ("7.5,2015-05,6,17,,", Reading("7.5", MAY, Decimal(6), Decimal(17))),
        ("7.5,2015-05,6,17,35.3%,", Reading("7.5", MAY, Decimal(6), Decimal(17))),
        ("7.7,2015-05,,,36.4%,", Reading("7.7", MAY, value=Decimal("0.364"))),
        ("7.7,2015-05,,,36.4 %,", Reading("7.7", MAY, value=Decimal("0.364"))),
        ("7.7,2015-05,,,100.0%,", Reading("7.7", MAY, value=Decimal(1))),
        ("7.7,2015-05,0,0,,", Reading("7.7", MAY, Decimal(0), Decimal(0))),
        ("7.7,2015-05,4,11,36.4%,", Reading("7.7", MAY, Decimal(4), Decimal(11))),
        ("7.7,2015-05,4,11,36%,", Reading("7.7", MAY, Decimal(4), Decimal(11))),
        ('10.2,2015-05,"1,132.0",2,,', Reading("10.2", MAY, Decimal(1132), Decimal(2))),
        ("7.8,2015-05,,,,not reported", Reading("7.8", MAY, note="not reported")),
        ("7.8,2015-05,5,10,,from a sample", Reading("7.8", MAY, Decimal(5), Decimal(10), None,
                                                    "from a sample")),
        ("7.8,2015-05,,,,\"=cmd|' /C calc'!A0\"", Reading("7.8", MAY, note="=cmd|' /C calc'!A0")),
        ("7.8,2015-05,,,,+1 child = late", Reading("7.8", MAY, note="+1 child = late")),
    ],
)  # fmt: skip
def test_a_row_says(row: str, expected: Reading, readings_file: Write) -> None:
    (reading,) = read(readings_file(row))
    assert reading.says_the_same(expected)
    assert (reading.indicator, reading.month) == (expected.indicator, expected.month)
    assert reading.source == Source("readings.csv", 2)


def test_a_percentage_is_exact(readings_file: Write) -> None:
    (reading,) = read(readings_file("7.7,2015-05,,,36.36363636363636%,"))
    assert reading.value == Decimal("0.3636363636363636")


@pytest.mark.parametrize("written", ["2015-05", "May-15", "may-2015", "May 2015", " MAY-15 "])
def test_a_month_that_can_mean_one_month_only_is_read(written: str, readings_file: Write) -> None:
    (reading,) = read(readings_file(f"7.1,{written},406,,,"))
    assert reading.month == MAY


def test_readings_come_in_the_report_s_order(readings_file: Write) -> None:
    rows = ("7.10,2015-05,,,50%,", "7.9,2015-05,,,50%,", "7.9,2015-04,,,50%,")
    order = [(r.indicator, str(r.month)) for r in read(readings_file(*rows))]
    assert order == [("7.9", "2015-04"), ("7.9", "2015-05"), ("7.10", "2015-05")]


# The file


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str, raw_file: Write) -> None:
    text = demo().read_text("utf-8").replace(",", delimiter)
    plain = [(r.indicator, r.month, r.numerator, r.value) for r in read(demo())]
    assert [(r.indicator, r.month, r.numerator, r.value) for r in read(raw_file(text))] == plain


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_make_no_difference(
    encoding: str, line_end: str, raw_file: Write
) -> None:
    text = demo().read_text("utf-8").replace("\n", line_end)
    assert read(raw_file(text.encode(encoding))) == read(demo())


def test_windows_1252_is_read_with_a_warning(raw_file: Write) -> None:
    text = f"{HEADER}\n7.8,2015-05,,,,costs over £50\n"
    extract = read_readings(raw_file(text.encode("cp1252")), shipped())
    assert extract.content[0].note == "costs over £50"
    assert [f.code for f in extract.findings] == ["R109"]


HEADER = "indicator,month,numerator,denominator,value,note"


@pytest.mark.parametrize(
    "header",
    [
        "Indicator,MONTH,Numerator,Denominator,Value,Note",
        ' indicator , month ,"numerator",denominator,“value”,note',
        "\ufeffindicator,month,numerator,denominator,value,note",
        "No.,Reporting Month,Num,Denom,Result,Comments",
        "indicator_no,month,numerator,denominator,value,note,,",
    ],
)
def test_headings_are_found_by_their_words(header: str, readings_file: Write) -> None:
    row = "7.1,2015-05,406,,,"
    assert read(readings_file(row + "," * (header.count(",") - 5), header=header))[0].month == MAY


def test_columns_may_stand_in_any_order(readings_file: Write) -> None:
    path = readings_file(
        ",,406,,2015-05,7.1", header="note,value,numerator,denominator,month,indicator"
    )
    assert read(path)[0].numerator == 406


def test_a_line_that_names_the_separator_is_excel_s_and_no_row(raw_file: Write) -> None:
    text = "sep=;\r\n" + HEADER.replace(",", ";") + "\r\n7.1;2015-05;x;;;\r\n"
    assert only_fault(raw_file(text)).where == "readings.csv row 2 column numerator"


def test_blank_rows_count_as_excel_counts_them(readings_file: Write) -> None:
    fault = only_fault(readings_file("", ",,,,,", "7.1,2015-05,x,,,"))
    assert fault.where == "readings.csv row 4 column numerator"


def test_a_row_of_several_lines_is_one_row(readings_file: Write) -> None:
    found = faults(readings_file('7.8,2015-05,,,,"two\nlines"', "7.1,2015-05,x,,,"))
    assert [(f.code, f.where) for f in found] == [
        ("R132", "readings.csv row 2 column note"),
        ("R120", "readings.csv row 3 column numerator"),
    ]


def test_an_unknown_column_is_a_warning(readings_file: Write) -> None:
    path = readings_file("7.1,2015-05,406,,,,Smith", header=HEADER + ",social worker")
    extract = read_readings(path, shipped())
    (found,) = extract.findings
    assert found.code == "R106"
    assert "7th column 'social worker'" in found.what
    assert "Smith" not in str(found)


def test_a_column_without_heading_is_a_warning_only_if_it_holds_something(
    readings_file: Write,
) -> None:
    filled = readings_file("7.1,2015-05,406,,,,x", header=HEADER + ",")
    assert [f.code for f in read_readings(filled, shipped()).findings] == ["R106"]
    blank = readings_file("7.1,2015-05,406,,,,", header=HEADER + ",")
    assert read_readings(blank, shipped()).findings == ()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "F301"),
        (b"\xef\xbb\xbf \r\n", "F301"),
        (b",,,,,\n,,,,,\n", "R101"),
        (b"indicator,month,numerator,denominator,value,note\n", "R102"),
        (b"indicator month numerator denominator value note\n7.1 2015-05 406\n", "R103"),
        (b"indicator:month:numerator:denominator:value:note\n7.1:2015-05:406:::\n", "R103"),
        (b"7.1,2015-05,406,,,\n", "R104"),
        (b"indicator,month,numerator,value,note\n7.1,2015-05,406,,\n", "R104"),
        (b"indicator,month,month,numerator,denominator,value,note\n,,,,,,x\n", "R105"),
        (b"PK\x03\x04 a workbook", "X109"),
        (b"PAR1 a table", "X109"),
        (b"indicator,month\x81\x8d\xff", "F306"),
    ],
)
def test_a_file_that_cannot_be_read_at_all(content: bytes, code: str, raw_file: Write) -> None:
    assert only_fault(raw_file(content)).code == code


def test_an_absent_file_is_refused(tmp_path: Path) -> None:
    assert only_fault(tmp_path / "readings.csv").code == "F101"


def test_a_missing_column_names_the_heading_that_is_nearly_it(readings_file: Write) -> None:
    header = HEADER.replace("denominator", "denominater")
    fault = only_fault(readings_file("7.1,2015-05,406,,,", header=header))
    assert "denominator. Is 'denominater' one of them?" in fault.what


def test_a_first_row_of_data_is_never_repeated(readings_file: Write) -> None:
    path = readings_file("7.1,2015-05,406,,,", header="1234567,Smith,2003-02-01,M,x,y")
    assert "Smith" not in str(only_fault(path))


@pytest.mark.parametrize(
    "row", ["7.1,2015-05,406", "7.1,2015-05,406,,,,x", "10.2,2015-05,1,132.0,2,,"]
)
def test_a_row_of_another_length_is_refused(row: str, readings_file: Write) -> None:
    fault = only_fault(readings_file(row))
    assert (fault.code, fault.where) == ("R107", "readings.csv row 2")


@pytest.mark.parametrize("row", ['7.8,2015-05,,,,"not closed', '7.8,2015-05,,,,"a" b'])
def test_broken_quotation_marks_are_refused(row: str, readings_file: Write) -> None:
    assert "R108" in [f.code for f in faults(readings_file(row))]


# Months


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "R112"),
        ("2015-13", "R113"),
        ("2015-00", "R113"),
        ("0215-05", "R113"),
        ("2015", "R113"),
        ("2015-5", "R113"),
        ("Q1", "R113"),
        ("Mai-15", "R113"),
        ("May 15", "R113"),
        ("Marchy-15", "R113"),
        ("٢٠١٥-٠٥", "R113"),
        ("05/01/2015", "R114"),
        ("1.5.15", "R114"),
        ("2015-05-31", "R114"),
        ("2015-05-31 00:00:00", "R114"),
        ("20150531", "R114"),
        ("42125", "R116"),
    ],
)
def test_a_month_that_is_none(written: str, code: str, readings_file: Write) -> None:
    fault = only_fault(readings_file(f"7.1,{written},406,,,"))
    assert (fault.code, fault.where) == (code, "readings.csv row 2 column month")
    assert "2015-05" in fault.todo


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ("3/31/2015", "American order"),
        ("31/3/2015", "the day comes first"),
        ("3/3/2015", "day or month may come first"),
    ],
)
def test_dates_say_what_their_column_proves(other: str, words: str, readings_file: Write) -> None:
    found = faults(readings_file("7.1,05/01/2015,406,,,", f"7.3,{other},12,,,"))
    assert [f.code for f in found] == ["R114", "R114"]
    assert all(words in f.what for f in found)


def test_a_month_in_the_future_is_refused(readings_file: Write) -> None:
    path = readings_file("7.1,2015-06,406,,,")
    assert only_fault(path, today=MAY).code == "R115"
    assert read_readings(path, shipped(), today=Month(2015, 6)).content


def test_an_extract_for_another_month_names_the_months_it_has() -> None:
    readings = read(demo())
    require_month(readings, MAY, "readings.csv")
    with pytest.raises(Refused) as refused:
        require_month(readings, Month(2015, 6), "readings.csv")
    (fault,) = refused.value.findings
    assert fault.code == "R133"
    assert "2015-06" in fault.what
    assert "13 months from 2014-05 to 2015-05" in fault.what


def test_dates_of_both_orders_in_one_column_are_called_mixed(readings_file: Write) -> None:
    found = faults(readings_file("7.1,3/31/2015,406,,,", "7.3,31/3/2015,12,,,"))
    assert all("some dates" in f.what for f in found)


# Indicators


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("7.100", "Did you mean 7.10?"),
        ("7,10", "Did you mean 7.10?"),
        ("Number of care leavers", "Did you mean 8.1?"),
        ("99.9", "Known are 7.1, 7.2,"),
        ("", "Write its number"),
    ],
)
def test_an_unknown_indicator(written: str, hint: str, readings_file: Write) -> None:
    fault = only_fault(readings_file(f'"{written}",2015-05,406,,,'))
    assert (fault.code, fault.where) == ("R110", "readings.csv row 2 column indicator")
    assert hint in fault.todo


def test_what_may_be_a_child_s_number_is_never_repeated(readings_file: Write) -> None:
    found = faults(readings_file("1234567,2015-05,Jane Doe,7654321x,1/2/2003,"))
    assert not {"1234567", "Jane", "7654321", "2003"} & set(" ".join(map(str, found)).split())
    found = faults(readings_file("7.1,Jane Doe,Jane Doe,7654321x,1/2/2003,"))
    assert all("Jane" not in str(f) and "7654321" not in str(f) for f in found)


def test_7_10_cut_to_7_1_by_excel_is_recognised(readings_file: Write) -> None:
    found = faults(readings_file("7.1,2015-05,406,,,", "7.1,2015-05,,,59.6%,"))
    assert {f.code for f in found} == {"R129", "R131"}
    assert all("Excel turns 7.10 into 7.1" in f.todo for f in found)


def test_where_7_10_stands_excel_is_not_blamed(readings_file: Write) -> None:
    rows = ("7.1,2015-05,406,,,", "7.1,2015-05,407,,,", "7.10,2015-04,,,66.1%,")
    assert "Excel" not in str(only_fault(readings_file(*rows)))


# Numbers


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("four hundred", "text"),
        ("n/a", "text"),
        ("-", "text"),
        ("+5", "text"),
        (".5", "text"),
        ("٤٠٦", "text"),
        ("05/01/2015", "a date"),
        ("2015-05-31", "a date"),
        ("NaN", "not finite"),
        ("inf", "not finite"),
        ("-Infinity", "not finite"),
        ("1e5", "an exponent"),
        ("#N/A", "an error value of Excel"),
        ("#REF!", "an error value of Excel"),
        ("=1+1", "a formula"),
        ("@SUM(A1)", "a formula"),
        ("1 132", "spaces"),
        ("1\u00a0132", "spaces"),
        ('"1,13"', "a comma"),
        ('"1,132,0"', "a comma"),
        ('"36,4"', "a comma"),
    ],
)
def test_what_is_no_number(written: str, kind: str, readings_file: Write) -> None:
    fault = only_fault(readings_file(f"7.1,2015-05,{written},,,"))
    assert (fault.code, fault.where) == ("R120", "readings.csv row 2 column numerator")
    assert kind in fault.what
    assert written.strip('"') not in fault.what + fault.todo or written in {"-", ".5"}


def test_between_semicolons_a_comma_is_not_a_thousands_comma(raw_file: Write) -> None:
    header = HEADER.replace(",", ";")
    fault = only_fault(raw_file(f"{header}\n10.2;2015-05;1,132;2;;\n"))
    assert fault.code == "R120"
    assert "comma" in fault.what


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("7.1,2015-05,-4,,,", "R121", "numerator"),
        ("7.1,2015-05,−4,,,", "R121", "numerator"),
        ("7.1,2015-05,(4),,,", "R121", "numerator"),
        ("7.7,2015-05,,,-4%,", "R121", "value"),
        ("10.2,2015-05,,,-4.5,", "R121", "value"),
        ("7.7,2015-05,,,36.4,", "R122", "value"),
        ("7.7,2015-05,,,0.364,", "R122", "value"),
        ("7.7,2015-05,4,11,0.364,", "R122", "value"),
        ("7.7,2015-05,,,100.1%,", "R123", "value"),
        ("7.7,2015-05,12,11,,", "R124", "numerator"),
        ("7.7,2015-05,1,0,,", "R124", "denominator"),
        ("10.2,2015-05,100,0,,", "R124", "denominator"),
        ("7.1,2015-05,40.5,,,", "R125", "numerator"),
        ("7.1,2015-05,,,40.5,", "R125", "value"),
        ("7.7,2015-05,4,11.5,,", "R125", "denominator"),
        ("10.2,2015-05,721,1.5,,", "R125", "denominator"),
        ("7.7,2015-05,4,,,", "R126", "denominator"),
        ("7.7,2015-05,,11,,", "R126", "numerator"),
        ("7.7,2015-05,4,,36.4%,", "R126", "denominator"),
        ("7.5,2015-05,,,35.3%,", "R126", "value"),
        ("7.1,2015-05,,,,", "R127", "note"),
        ("7.1,2015-05,406,,407,", "R128", "value"),
        ("7.7,2015-05,4,11,36.5%,", "R128", "value"),
        ("7.7,2015-05,0,0,0%,", "R128", "value"),
        ("7.2,2015-05,406,56100,72.5,", "R128", "value"),
        ("7.1,2015-05,,,40%,", "R129", "value"),
        ("7.1,2015-05,40%,,,", "R129", "numerator"),
        ("7.1,2015-05,406,1000,,", "R129", "denominator"),
        ("7.2,2015-05,,,72.4%,", "R129", "value"),
        ("10.2,2015-05,,,50%,", "R129", "value"),
        ("7.1,2015-05,1234567890123,,,", "R134", "numerator"),
        (f"7.1,2015-05,{'1' * 5000},,,", "R134", "numerator"),
        (f"7.1,2015-05,406,,,{'x' * 251}", "R132", "note"),
        ("7.1,2015-05,406,,,tab\there", "R132", "note"),
        ("7.1,2015-05,406,,,lost \ufffd", "R132", "note"),
    ],
)
def test_numbers_that_cannot_be(row: str, code: str, column: str, readings_file: Write) -> None:
    fault = only_fault(readings_file(row))
    assert (fault.code, fault.where) == (code, f"readings.csv row 2 column {column}")
    assert fault.todo


def test_a_value_may_be_rounded_once_as_it_was_printed(readings_file: Write) -> None:
    # 55 of 136 is 40.441...%: printed with one decimal, two, or none.
    for printed in ("40.4%", "40.44%", "40%", "40.4412%"):
        (reading,) = read(readings_file(f"7.5,2015-05,55,136,{printed},"))
        assert reading.value is None


# Rows that say something twice


def test_a_duplicate_row_names_all_its_rows(readings_file: Write) -> None:
    fault = only_fault(
        readings_file("7.1,2015-05,406,,,", "7.3,2015-05,22,,,", "7.1,2015-05,406.0,,,")
    )
    assert fault.code == "R130"
    assert "7.1 2015-05 is in rows 2 and 4" in fault.what


def test_two_values_for_one_month_name_all_their_rows(readings_file: Write) -> None:
    rows = ("7.1,2015-05,406,,,", "7.1,2015-05,406,,,", "7.1,May-15,407,,,")
    fault = only_fault(readings_file(*rows))
    assert fault.code == "R131"
    assert "rows 2, 3 and 4 differ" in fault.what


def test_a_figure_beside_missing_is_a_contradiction(readings_file: Write) -> None:
    rows = ("7.1,2015-05,,,,not reported", "7.1,2015-05,406,,,")
    assert only_fault(readings_file(*rows)).code == "R131"


# All at once


def test_all_faults_of_a_file_are_told_at_once(readings_file: Write) -> None:
    rows = (
        "7.99,2015-5,x,-1,,",
        "7.1,05/01/2015,4.5,,,",
        "7.7,2015-05,,,400%,",
        "7.1,2015-05",
        "7.7,2015-05,,,40%,",
    )
    found = [(f.code, f.where.removeprefix("readings.csv ")) for f in faults(readings_file(*rows))]
    assert found == [
        ("R110", "row 2 column indicator"),
        ("R113", "row 2 column month"),
        ("R114", "row 3 column month"),
        ("R125", "row 3 column numerator"),
        ("R123", "row 4 column value"),
        ("R107", "row 5"),
        ("R131", "row 6"),
    ]


def test_beyond_fifty_of_one_code_the_rest_is_counted(readings_file: Write) -> None:
    rows = [f"7.1,2015-{i % 12 + 1:02d},x,,," for i in range(362)]
    found = faults(readings_file(*rows))
    numbers = [f for f in found if f.code == "R120"]
    assert len(numbers) == SHOWN + 1
    assert "and 312 more of R120" in numbers[-1].what
