"""Bad input among children's records: each a coded answer, and what can be counted still is."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from children_folders import (
    LOCAL_LISTS,
    Readings,
    change_column,
    codes_of,
    council,
    findings_of,
    measured,
    rows_of,
    settings_for,
    sources_of,
    write_layouts,
    write_rows,
)
from folders import Ran, assert_plain, call, run, state_of
from planting import edit_sheet

from lacxl.demo import write_empty_demo

MONTH, FIRST = "2015-03", "2015-01"
CHILDREN = 120
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
EPISODES = "ssda903/episodes.csv"


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("input")
    write_layouts(
        council(6, CHILDREN, MONTH), folder / "extracts", MONTH, "ssda903", "ssd", "annex_a"
    )
    return folder


def lay(clean: Path, to: Path, *layouts: str, keys: str = "", more: str = "") -> Path:
    for layout in layouts:
        shutil.copytree(clean / "extracts" / layout, to / "extracts" / layout)
    return settings_for(to, council(6, CHILDREN, MONTH), keys=keys, more=more)


@pytest.fixture
def laid(clean: Path, tmp_path: Path) -> Callable[..., Path]:
    """Make a folder with some of the layouts."""
    return lambda *layouts, **more: lay(clean, tmp_path / "council", *layouts, **more)


@pytest.fixture(scope="module")
def right(clean: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Readings]:
    """What each layout gives where nothing is wrong with it."""
    return {
        layout: measured(lay(clean, tmp_path_factory.mktemp(layout), layout), MONTH)[0]
        for layout in ("ssda903", "ssd", "annex_a")
    }


def counted_all_the_same(folder: Path, code: str) -> tuple[Readings, Ran]:
    """Measure: there is a finding with the code, and what can be counted was."""
    ran = run(folder, "measure", MONTH, "--json")
    assert_plain(ran)
    assert code in codes_of(ran), ran.out + ran.err
    assert ran.code == 1, ran.err
    return measured(folder, MONTH)


def figures(readings: Readings, *numbers: str) -> dict[str, object]:
    return {number: readings.get((number, MONTH)) for number in numbers}


# A file that cannot be used leaves the others counted.


def test_a_missing_module(laid: Callable[..., Path], right: dict[str, Readings]) -> None:
    folder = laid("ssda903")
    (folder / "extracts/ssda903/reviews.csv").unlink()
    counted, ran = measured(folder, MONTH)
    assert counted == {key: r for key, r in right["ssda903"].items() if key[0] != "7.6"}
    assert "M102" in codes_of(ran)
    assert any("7.6" in e["where"] and "review" in e["what"] for e in findings_of(ran))


def test_a_missing_header(laid: Callable[..., Path], right: dict[str, Readings]) -> None:
    folder = laid("ssda903")
    (folder / "extracts/ssda903/header.csv").unlink()
    counted, _ = counted_all_the_same(folder, "X106")
    numbers = ("7.1", "7.3", "7.4", "7.5", "7.6", "9.2")
    assert figures(counted, *numbers) == figures(right["ssda903"], *numbers)


def test_missing_episodes(laid: Callable[..., Path]) -> None:
    """10.1 to 10.3 were counted as 0 of 0: who was adopted is in the episodes alone."""
    folder = laid("ssda903")
    (folder / "extracts" / EPISODES).unlink()
    counted, _ = counted_all_the_same(folder, "X106")
    assert {number for number, _ in counted} <= {"8.1", "8.3", "8.4"}


def drop_column(path: Path, heading: str) -> None:
    rows = rows_of(path)
    at = rows[0].index(heading)
    write_rows(path, [[cell for n, cell in enumerate(row) if n != at] for row in rows])


def test_a_missing_column(laid: Callable[..., Path], right: dict[str, Readings]) -> None:
    folder = laid("ssda903")
    drop_column(folder / "extracts" / EPISODES, "PLACE")
    counted, _ = counted_all_the_same(folder, "X104")
    numbers = ("7.1", "7.3", "7.4", "7.5", "7.6")
    assert figures(counted, *numbers) == figures(right["ssda903"], *numbers)
    assert not {number for number, _ in counted} & {"9.1", "9.2", "10.1", "10.2", "10.3"}


def test_a_missing_column_without_which_a_file_is_no_use(
    laid: Callable[..., Path], right: dict[str, Readings]
) -> None:
    folder = laid("ssda903")  # others
    drop_column(folder / "extracts/ssda903/reviews.csv", "REVIEW")
    counted, _ = counted_all_the_same(folder, "X103")
    numbers = ("7.1", "7.3", "7.4", "9.2")
    assert figures(counted, *numbers) == figures(right["ssda903"], *numbers)


@pytest.mark.parametrize("content", ["", "header"])
def test_an_empty_list(laid: Callable[..., Path], right: dict[str, Readings], content: str) -> None:
    folder = laid("ssda903")
    path = folder / "extracts/ssda903/reviews.csv"
    write_rows(path, rows_of(path)[:1] if content else [])
    counted, _ = counted_all_the_same(folder, "X102")
    assert figures(counted, "7.1", "7.4") == figures(right["ssda903"], "7.1", "7.4")


def test_no_list_at_all(tmp_path: Path) -> None:
    (tmp_path / "extracts").mkdir()
    ran = run(settings_for(tmp_path), "measure", MONTH)
    assert_plain(ran)
    assert (ran.code, ran.codes()) == (3, ["X100"])


def test_no_folder_at_all(tmp_path: Path) -> None:
    ran = run(settings_for(tmp_path), "measure", MONTH)
    assert_plain(ran)
    assert ran.code == 3
    assert ran.codes()


@pytest.mark.parametrize("what", ["password", "damaged", "an old one", "not a workbook"])
def test_a_workbook_that_cannot_be_opened(
    laid: Callable[..., Path], right: dict[str, Readings], what: str
) -> None:
    folder = laid("ssda903", "annex_a")  # others
    path = folder / "extracts/annex_a/Annex A.xlsx"
    encrypted = "EncryptedPackage".encode("utf-16-le")
    path.write_bytes(
        {
            "password": OLE + bytes(600) + encrypted + bytes(2000),
            "an old one": OLE + bytes(600) + "Workbook".encode("utf-16-le") + bytes(2000),
            "damaged": path.read_bytes()[:3000],
            "not a workbook": b"PK\x03\x04 and nothing",
        }[what]
    )
    code = {"password": "X107", "an old one": "X108"}.get(what, "X109")
    counted, _ = counted_all_the_same(folder, code)
    assert counted == right["ssda903"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\x00\x01\x02binary" * 90, "F305"),
        (b"<html><body>Sign in</body></html>", "F305"),
        (b"CHILD,DOB\x81\x8d\xff\n", "F306"),
    ],
)
def test_a_file_that_is_no_text(
    laid: Callable[..., Path], right: dict[str, Readings], content: bytes, code: str
) -> None:
    folder = laid("ssda903")
    (folder / "extracts/ssda903/reviews.csv").write_bytes(content)
    counted, _ = counted_all_the_same(folder, code)
    assert counted == {key: r for key, r in right["ssda903"].items() if key[0] != "7.6"}


def test_a_workbook_with_a_password_alone(laid: Callable[..., Path]) -> None:
    folder = laid("annex_a")
    encrypted = "EncryptedPackage".encode("utf-16-le")
    path = folder / "extracts/annex_a/Annex A.xlsx"
    path.write_bytes(OLE + bytes(600) + encrypted + bytes(2000))
    ran = run(folder, "measure", MONTH)
    assert_plain(ran)
    assert ran.code == 3
    assert "X107" in ran.codes()


def test_the_wrong_year(laid: Callable[..., Path]) -> None:
    """A month that the extracts do not reach is not counted as if nothing had happened in it."""
    folder = laid("ssda903")
    ran = run(folder, "measure", "2017-06", "--json")
    assert_plain(ran)
    assert "X155" in codes_of(ran)
    assert [e for e in ran.json().get("readings", []) if e["numerator"] is not None] == []


def test_a_list_of_another_month(laid: Callable[..., Path]) -> None:
    folder = laid("annex_a")
    ran = run(folder, "measure", "2015-05", "--json")
    assert_plain(ran)
    assert "X156" in codes_of(ran)
    assert [e for e in ran.json().get("readings", []) if e["numerator"] is not None] == []


def test_two_councils_in_one_folder(laid: Callable[..., Path], tmp_path: Path) -> None:
    """The same identifiers, other children."""
    folder = laid("ssda903")
    other = folder / "extracts" / "ssda903 of next door"
    shutil.copytree(folder / "extracts/ssda903", other)

    def later(number: int, text: str) -> str:
        day = dt.datetime.strptime(text, "%d/%m/%Y") + dt.timedelta(days=40 + number)
        return day.strftime("%d/%m/%Y")

    change_column(other / "header.csv", "DOB", later)
    ran = run(folder, "measure", MONTH)
    assert_plain(ran)
    assert "X154" in ran.codes()
    assert ran.code == 3


@pytest.mark.parametrize("layout", ["ssda903", "annex_a"])
def test_two_councils_with_identifiers_of_their_own(
    laid: Callable[..., Path], tmp_path: Path, layout: str
) -> None:
    """No child stands in both: added up, they would double every figure."""
    folder = laid(layout)
    of_next_door = council(7, CHILDREN, MONTH)
    write_layouts(of_next_door, tmp_path / "other", MONTH, layout)
    other = folder / "extracts" / "next door"
    shutil.copytree(tmp_path / "other" / layout, other)
    for path in other.rglob("*.csv"):
        rows = rows_of(path)
        write_rows(path, [rows[0], *([f"9{row[0]}", *row[1:]] for row in rows[1:])])
    for path in other.rglob("*.xlsx"):
        book = openpyxl.load_workbook(path)
        for sheet in book:
            for (cell,) in sheet.iter_rows(min_row=2, max_col=1):
                cell.value = f"9{cell.value}" if cell.value is not None else None
        book.save(path)
    ran = run(folder, "measure", MONTH)
    assert_plain(ran)
    assert ran.code == 3
    assert "X154" in ran.codes()
    settings_for(folder, council(6, CHILDREN, MONTH), keys='severities = { X154 = "note" }')
    assert run(folder, "measure", MONTH).code in (0, 1)


# What a cell may hold.


def american(text: str) -> str:
    day, month, year = text.split("/")
    return f"{month}/{day}/{year}"


def change_list(folder: Path, heading: str, change: Callable[[int, object], object]) -> None:
    """Change the cells of a column of list 8, whose rows are numbered from 2."""
    path = folder / "extracts/annex_a/Annex A.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["List 8"]
    at = [cell.value for cell in sheet[1]].index(heading) + 1
    for row in range(2, sheet.max_row + 1):
        cell = sheet.cell(row, at)
        if cell.value is not None:
            cell.value = change(row, cell.value)
    book.save(path)


def as_text(pattern: str) -> Callable[[int, object], object]:
    return lambda _, cell: cell.strftime(pattern) if isinstance(cell, dt.date) else cell


VISITED = "Date of Last Social Work Visit"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (as_text("%d/%m/%Y"), ""),
        (as_text("%m/%d/%Y"), "X124"),
        (lambda n, cell: as_text("%m/%d/%Y" if n % 2 else "%d/%m/%Y")(n, cell), "X125"),
        (lambda n, cell: "#N/A" if n == 3 else cell, "X127"),
        (lambda n, cell: "tbc" if n == 3 else cell, "X122"),
    ],
    ids=["text", "American", "mixed", "#N/A", "tbc"],
)
def test_dates_of_a_list(
    laid: Callable[..., Path],
    right: dict[str, Readings],
    change: Callable[[int, object], object],
    code: str,
) -> None:
    folder = laid("annex_a")
    change_list(folder, VISITED, change)
    counted, ran = measured(folder, MONTH)
    told = {each["code"] for each in findings_of(ran) if each["severity"] == "warning"}
    assert told & {"X122", "X124", "X125", "X127"} == set(code.split())
    same = [number for number, _ in right["annex_a"] if number not in ("7.12", "7.13")]
    assert figures(counted, *same) == figures(right["annex_a"], *same)
    if code in ("", "X124"):
        assert counted == right["annex_a"]
    if code == "X125":
        assert not any(figures(counted, "7.12", "7.13").values()), (
            "no visit can be told, so none is counted"
        )


def test_a_formula_that_was_worked_out_counts(
    laid: Callable[..., Path], right: dict[str, Readings]
) -> None:
    """Excel keeps what it last worked out beside the formula."""
    folder = laid("annex_a")
    path = folder / "extracts/annex_a/Annex A.xlsx"
    edit_sheet(
        path,
        "List 8",
        lambda xml: re.sub(
            rb'(<c r="[A-Z]+[3-7]"[^>]*>)(<v>\d{5}</v>)', rb"\1<f>TODAY()-1</f>\2", xml
        ),
    )
    counted, ran = measured(folder, MONTH)
    assert counted == right["annex_a"]
    assert {e["severity"] for e in findings_of(ran) if e["code"] == "X115"} == {"note"}


def test_mixed_date_orders(laid: Callable[..., Path], right: dict[str, Readings]) -> None:
    folder = laid("ssda903")
    path = folder / "extracts/ssda903/reviews.csv"
    assert change_column(path, "REVIEW", lambda n, text: american(text) if n % 3 == 0 else text) > 9
    counted, ran = counted_all_the_same(folder, "X125")
    assert figures(counted, "7.1", "7.4") == figures(right["ssda903"], "7.1", "7.4")
    assert any("reviews.csv" in e["where"] for e in findings_of(ran) if e["code"] == "X125")
    assert not any(figures(counted, "7.6").values()), (
        "a review that cannot be dated is neither late nor in time"
    )


@pytest.mark.parametrize("column", ["DECOM", "DEC"])
def test_mixed_date_orders_of_episodes_count_nobody(laid: Callable[..., Path], column: str) -> None:
    """A start or an end that cannot be told is not as good as none: a blank end is a child in care.

    Read as blank they made 688 children in care of 480.
    """
    folder = laid("ssda903")
    change_column(
        folder / "extracts" / EPISODES, column, lambda n, text: american(text) if n % 2 else text
    )
    counted, ran = measured(folder, MONTH)
    assert {"X125", "X106"} <= {each["code"] for each in findings_of(ran)}
    assert not any(figures(counted, "7.1", "7.3", "7.4", "9.1", "9.2").values())


def test_day_numbers_of_excel_in_csv(laid: Callable[..., Path], right: dict[str, Readings]) -> None:
    def numbered(_: int, text: str) -> str:
        day = dt.datetime.strptime(text, "%d/%m/%Y") - dt.datetime(1899, 12, 30)
        return str(day.days)

    folder = laid("ssda903")
    assert change_column(folder / "extracts" / EPISODES, "DEC", numbered) > 9
    counted, _ = counted_all_the_same(folder, "X126")
    assert counted == right["ssda903"]


def test_errors_of_excel(laid: Callable[..., Path], right: dict[str, Readings]) -> None:
    folder = laid("ssda903")
    path = folder / "extracts/ssda903/reviews.csv"
    rows = rows_of(path)
    rows[1][rows[0].index("REVIEW_CODE")] = "#N/A"
    rows[2][rows[0].index("REVIEW")] = "#REF!"
    rows[3][rows[0].index("DOB")] = "#VALUE!"
    write_rows(path, rows)
    counted, ran = counted_all_the_same(folder, "X127")
    told = " ".join(e["where"] for e in findings_of(ran) if e["code"] == "X127")
    assert "REVIEW" in told
    assert "DOB" in told
    assert figures(counted, "7.1", "7.4") == figures(right["ssda903"], "7.1", "7.4")


def test_formulas_in_cells_without_values(laid: Callable[..., Path]) -> None:
    folder = laid("annex_a")
    path = folder / "extracts/annex_a/Annex A.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["List 8"]
    heads = [cell.value for cell in sheet[1]]
    at = heads.index("Date of Last Dental Check") + 1
    for row in range(2, 8):
        sheet.cell(row, at).value = "=TODAY()"
    book.save(path)
    counted, ran = counted_all_the_same(folder, "X114")
    told = [e["where"] for e in findings_of(ran) if e["code"] == "X114"]
    assert [where for where in told if "rows 2, 3, 4, 5, 6, 7 column R" in where] == told
    assert ("7.1", MONTH) in counted


def test_formulas_as_text_in_csv_are_not_worked_out(laid: Callable[..., Path]) -> None:
    folder = laid("ssda903")
    path = folder / "extracts/ssda903/reviews.csv"
    rows = rows_of(path)
    rows[1][rows[0].index("REVIEW")] = "=DATE(2015,3,4)"
    write_rows(path, rows)
    _, ran = counted_all_the_same(folder, "X122")
    assert any("row 2" in e["where"] for e in findings_of(ran) if e["code"] == "X122")


def test_merged_cells(laid: Callable[..., Path]) -> None:
    folder = laid("annex_a")
    path = folder / "extracts/annex_a/Annex A.xlsx"
    book = openpyxl.load_workbook(path)
    book["List 8"].merge_cells("Q3:Q6")
    book.save(path)
    counted, _ = counted_all_the_same(folder, "X116")
    assert ("7.1", MONTH) in counted


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("layout", ["ssda903", "ssd"])
def test_encodings(
    laid: Callable[..., Path], right: dict[str, Readings], layout: str, encoding: str
) -> None:
    folder = laid(layout)
    for path in (folder / "extracts" / layout).glob("*.csv"):
        rows = rows_of(path)
        rows[0].append("Größe")
        write_rows(path, [rows[0], *([*row, "Zoë £5 – née"] for row in rows[1:])], encoding)
    counted, ran = measured(folder, MONTH)
    assert counted == right[layout]
    noted = [e["severity"] for e in findings_of(ran) if e["code"] == "X113"]
    assert bool(noted) == (encoding == "cp1252")
    assert set(noted) <= {"note"}


@pytest.mark.parametrize("ending", ["xlsx", "parquet"])
@pytest.mark.parametrize("layout", ["ssda903", "ssd"])
def test_other_kinds_of_files(
    laid: Callable[..., Path], right: dict[str, Readings], layout: str, ending: str
) -> None:
    pandas = pytest.importorskip("pandas")
    folder = laid(layout)
    for path in (folder / "extracts" / layout).glob("*.csv"):
        heads, *rows = rows_of(path)
        frame = pandas.DataFrame(rows, columns=heads)
        if ending == "xlsx":
            frame.to_excel(path.with_suffix(".xlsx"), index=False)
        else:
            pytest.importorskip("pyarrow")
            frame.to_parquet(path.with_suffix(".parquet"))
        path.unlink()
    assert measured(folder, MONTH)[0] == right[layout]


def test_the_names_of_files_do_not_matter(
    laid: Callable[..., Path], right: dict[str, Readings]
) -> None:
    folder = laid("ssda903")
    for number, path in enumerate(sorted((folder / "extracts/ssda903").glob("*.csv"))):
        path.rename(folder / "extracts" / f"{9 - number}.txt")
    assert measured(folder, MONTH)[0] == right["ssda903"]


# Settings: the order of sources, severities, repairs.


def test_the_order_of_sources_decides_and_a_difference_is_a_finding(
    laid: Callable[..., Path], tmp_path: Path
) -> None:
    folder = laid("ssda903", "ssd", keys='order = ["ssda903", "ssd"]')
    path = folder / "extracts" / EPISODES
    rows = rows_of(path)
    end = rows[0].index("DEC")
    still = [row for row in rows[1:] if not row[end]]
    gone = {row[0] for row in still[:4]}
    write_rows(path, [row for row in rows if row[0] not in gone])
    one, first = measured(folder, MONTH)
    assert sources_of(first)["7.1", MONTH] == "ssda903"
    told = [e for e in findings_of(first) if e["code"] == "M110" and e["where"].startswith("7.1 ")]
    assert len(told) == 1
    assert "ssda903 is used" in told[0]["what"]
    settings_for(folder, council(6, CHILDREN, MONTH), keys='order = ["ssd", "ssda903"]')
    other, second = measured(folder, MONTH)
    assert sources_of(second)["7.1", MONTH] == "ssd"
    assert (other["7.1", MONTH].numerator or 0) > (one["7.1", MONTH].numerator or 0)
    assert any("ssd is used" in e["what"] for e in findings_of(second) if e["code"] == "M110")


def test_sources_that_agree_are_no_finding(laid: Callable[..., Path]) -> None:
    folder = laid("ssda903", "ssd", "annex_a")
    assert "M110" not in codes_of(measured(folder, MONTH)[1])


@pytest.mark.parametrize("weight", ["error", "warning", "note", "off"])
def test_the_weight_of_a_rule_is_a_setting(laid: Callable[..., Path], weight: str) -> None:
    folder = laid("ssda903", keys=f'severities = {{ X120 = "{weight}" }}')
    path = folder / "extracts" / EPISODES
    rows = rows_of(path)
    rows[1][rows[0].index("PLACE")] = "Q9"
    write_rows(path, rows)
    ran = run(folder, "measure", MONTH, "--json")
    assert_plain(ran)
    assert ran.code == {"error": 3, "warning": 1}.get(weight, 0)
    told = [e["severity"] for e in findings_of(ran) if e["code"] == "X120"]
    assert told == ([] if weight == "off" else [weight])


@pytest.mark.parametrize(
    "keys",
    [
        'severities = { X999 = "error" }',
        'severities = { X120 = "grave" }',
        'without = ["no such repair"]',
        'order = ["ssda903", "elsewhere"]',
        'order = ["ssd", "ssd"]',
    ],
)
def test_settings_that_do_not_exist(laid: Callable[..., Path], keys: str) -> None:
    ran = run(laid("ssda903", keys=keys), "measure", MONTH)
    assert_plain(ran)
    assert ran.code in (2, 3)
    assert ran.codes()
    assert "Nothing was changed." in ran.err


def of_sheets(path: Path, sheets: dict[str, list[list[str]]]) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    book.save(path)


@pytest.mark.parametrize("sheet", ["PEPs", "Summer"])
def test_a_local_list_in_one_sheet_of_a_workbook(laid: Callable[..., Path], sheet: str) -> None:
    from lacxl.domain.month import Month
    from lacxl.synth import write_local

    named = f'file = "extracts/local/lists.xlsx"\nsheet = "{sheet}"'
    more = LOCAL_LISTS.replace('file = "extracts/local/peps.csv"', named)
    folder = laid("ssda903", more=more)
    lists = folder / "extracts/local"
    write_local(council(6, CHILDREN, MONTH), lists, Month.parse(MONTH))
    by_csv = measured(settings_for(folder, council(6, CHILDREN, MONTH), more=LOCAL_LISTS), MONTH)[0]
    rows = rows_of(lists / "peps.csv")
    of_sheets(lists / "lists.xlsx", {"Old ones": [rows[0], *rows[1:4]], "PEPs": rows})
    (lists / "peps.csv").unlink()
    settings_for(folder, council(6, CHILDREN, MONTH), more=more)
    if sheet == "PEPs":
        assert measured(folder, MONTH)[0] == by_csv
    else:
        counted, _ = counted_all_the_same(folder, "X191")
        assert counted == {key: figure for key, figure in by_csv.items() if key[0] != "7.10"}


def test_a_local_list_with_a_heading_that_is_not_there(laid: Callable[..., Path]) -> None:
    from lacxl.domain.month import Month
    from lacxl.synth import write_local

    folder = laid("ssda903", more=LOCAL_LISTS.replace("Date of PEP", "Day of the PEP"))
    write_local(council(6, CHILDREN, MONTH), folder / "extracts/local", Month.parse(MONTH))
    counted, _ = counted_all_the_same(folder, "X103")  # others
    assert ("7.10", MONTH) not in counted
    assert ("7.11", MONTH) in counted


# What a refresh takes from the readings extract.


def test_what_cannot_be_counted_comes_from_the_readings_extract(
    clean: Path, tmp_path: Path
) -> None:
    of = council(6, CHILDREN, MONTH)
    folder = tmp_path / "demo"
    write_empty_demo(folder, {str(year): people for year, people in of.population.items()})
    text = (folder / "lacxl.toml").read_text("utf-8")
    (folder / "lacxl.toml").write_text(text[: text.index("[local.peps]")], "utf-8")
    shutil.copytree(clean / "extracts/ssda903", folder / "extracts/ssda903")
    head = ["indicator", "month", "numerator", "denominator", "value", "note"]
    given = [["7.10", MONTH, "30", "40", "", ""], ["7.1", MONTH, "9999", "", "", ""]]
    write_rows(folder / "readings.csv", [head, *given])
    ran = run(folder, "refresh", MONTH)
    assert_plain(ran)
    assert ran.code == 1, ran.err
    assert "M120" in ran.codes()
    seen = run(folder, "figures", MONTH)
    shown = {row.split(" ")[0]: row for row in seen.out.splitlines() if row}
    assert "75.0%" in shown["7.10"]
    assert "9999" not in shown["7.1"].replace(",", "")


def test_the_findings_of_a_refresh_can_be_read(clean: Path, tmp_path: Path) -> None:
    """What a source cannot give is said once an indicator, not once for each month of the year."""
    of = council(6, CHILDREN, MONTH)
    folder = tmp_path / "demo"
    write_empty_demo(folder, {str(year): people for year, people in of.population.items()})
    text = (folder / "lacxl.toml").read_text("utf-8")
    (folder / "lacxl.toml").write_text(text[: text.index("[local.peps]")], "utf-8")
    shutil.copytree(clean / "extracts/ssda903", folder / "extracts/ssda903")
    ran = run(folder, "refresh", MONTH)
    assert_plain(ran)
    assert ran.code == 1, ran.err
    assert 0 < ran.codes().count("M102") <= 22


# lacxl synth.


@pytest.mark.parametrize("dirt", [(), ("--dirt",)])
def test_the_same_seed_gives_the_same_bytes(tmp_path: Path, dirt: tuple[str, ...]) -> None:
    found = []
    for name, seed in (("one", "4"), ("two", "4"), ("three", "5")):
        ran = call(
            *("synth", str(tmp_path / name), "--children", "40", "--seed", seed),
            *("--months", "2015-01:2015-03", *dirt),
        )
        assert_plain(ran)
        assert ran.code == 0, ran.err
        state = state_of(tmp_path / name)
        found.append({path: facts[0] for path, facts in state.items()})
    assert found[0] == found[1]
    assert found[0].keys() == found[2].keys()
    assert found[0] != found[2]
    assert ("planted.csv" in found[0]) == bool(dirt)


def test_synth_leaves_a_folder_alone_that_is_not_empty(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    ran = call("synth", str(tmp_path), "--children", "5")
    assert_plain(ran)
    assert ran.code == 3
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    "arguments",
    [("--months", "2015-03:2015-01"), ("--children", "0"), ("--months", "soon")],
)
def test_synth_with_nonsense(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    ran = call("synth", str(tmp_path / "council"), *arguments)
    assert_plain(ran)
    assert ran.code == 2
    assert not (tmp_path / "council").exists()
