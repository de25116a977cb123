"""Issuing a month: what is locked, what stays free, what is recorded, and what is refused."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
import re
from pathlib import Path

import openpyxl
import pytest
from folders import (
    COPY,
    MAY,
    Ran,
    assert_done,
    before_registers,
    leftovers,
    refused_untouched,
    run,
    settings_add,
    settings_under,
    squeezed,
    state_of,
    workbook_of,
)
from planting import (
    SUMMARY,
    edit_sheet,
    locked_of,
    read_sheet,
    rows_of,
    set_cell,
    set_reading,
    values_of,
    write_rows,
)

ISSUE_KEYS = [
    "format", "command", "month", "issue", "workbook", "copy", "locked", "dry_run", "register",
    "findings",
]  # fmt: skip
MAYS = {
    # Each page's row of May 2015 and the columns of its table that hold figures.
    "Plans - In Date": [f"{column}7" for column in "CD"],
    "Looked After Children": [f"{column}7" for column in "CDEFGIJ"],
    "Placements": [f"{column}17" for column in "CEFGIJ"],
    "Reviews & Visits": [f"{column}8" for column in "CEFGH"],
    "Health": [f"{column}8" for column in "CD"],
    "Personal Education Plans": ["C8"],
    "Adoptions": [f"{column}7" for column in "CDEF"],
}


def record_of(folder: Path) -> list[dict[str, str]]:
    with (folder / "lacxl-issued.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def free_all(folder: Path) -> None:
    """Take the protection off every sheet, as an analyst may."""
    for sheet in (SUMMARY, *MAYS):
        edit_sheet(
            workbook_of(folder), sheet, lambda text: re.sub(rb"<sheetProtection[^>]*/>", b"", text)
        )


def test_the_month_is_locked_and_nothing_else(filled: Path) -> None:
    before = locked_of(workbook_of(filled))
    ran = run(filled, "issue", MAY)
    assert_done(ran)
    assert "May 2015 is issued as issue 1; 50 cells locked." in ran.out
    after = locked_of(workbook_of(filled))
    mays = {**MAYS, SUMMARY: [f"H{row}" for row in range(6, 29)]}
    assert {sheet: cells - before[sheet] for sheet, cells in after.items()} == {
        sheet: set(cells) for sheet, cells in mays.items()
    }
    assert all(before[sheet] <= cells for sheet, cells in after.items())


def test_the_cover_the_copy_and_the_record(filled: Path) -> None:
    assert_done(run(filled, "issue", MAY))
    today = dt.datetime.now().astimezone().date()
    book = openpyxl.load_workbook(workbook_of(filled))
    cover = book["Cover"]
    month_end, status, created = cover["C5"].value, cover["C6"].value, cover["C7"].value
    book.close()
    assert (month_end.year, month_end.month) == (2015, 5)
    assert status == "Issue 1"
    assert created.date() == today
    content = (filled / COPY).read_bytes()
    assert content == workbook_of(filled).read_bytes()
    assert record_of(filled) == [
        {
            "month": MAY,
            "issue": "1",
            "file": COPY,
            "sha256": hashlib.sha256(content).hexdigest(),
            "issued_on": today.isoformat(),
        }
    ]
    assert leftovers(filled) == []


def test_only_cover_and_locks_change(filled: Path) -> None:
    before = values_of(workbook_of(filled))
    assert_done(run(filled, "issue", MAY))
    after = values_of(workbook_of(filled))
    assert {place for place in after if after[place] != before.get(place)} <= {
        ("Cover", cell) for cell in ("C5", "C6", "C7", "C10")
    }


def test_sheets_that_were_free_become_guarded_with_all_else_open(filled: Path) -> None:
    free_all(filled)
    assert_done(run(filled, "issue", MAY))
    locked = locked_of(workbook_of(filled))
    mays = {**MAYS, SUMMARY: [f"H{row}" for row in range(6, 29)]}
    assert locked == {sheet: set(cells) for sheet, cells in mays.items()}
    book = openpyxl.load_workbook(workbook_of(filled))
    for name in mays:
        protection = book[name].protection
        assert not any(
            getattr(protection, what)
            for what in (
                "objects", "scenarios", "formatCells", "formatColumns", "formatRows",
                "insertColumns", "insertRows", "insertHyperlinks", "deleteColumns", "deleteRows",
                "sort", "autoFilter", "pivotTables", "selectLockedCells", "selectUnlockedCells",
            )
        ), name  # fmt: skip
        assert not protection.hashValue
        assert not protection.password
        columns = re.findall(r"<col [^>]*/>", read_sheet(workbook_of(filled), name))
        spans = [
            tuple(int(re.search(rf'{end}="(\d+)"', c)[1]) for end in ("min", "max"))
            for c in columns
        ]  # type: ignore[index]
        assert sum(last - first + 1 for first, last in spans) == 16_384, "cells that are not there"
        for column in columns:
            style = re.search(r'style="(\d+)"', column)
            assert style, column
            assert book._cell_styles[int(style[1])].protectionId != 0, column
    book.close()


@pytest.mark.parametrize("where", ["environment", "keyring"])
def test_sheets_that_were_free_get_the_password(
    filled: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    free_all(filled)
    if where == "environment":
        monkeypatch.setenv("LACXL_PASSWORD", "Geheim77x")
    else:
        monkeypatch.setattr("keyring.get_password", lambda *_: "Geheim77x")
    assert_done(run(filled, "issue", MAY))
    assert (
        'hashValue="'
        in re.findall("<sheetProtection[^>]*>", read_sheet(workbook_of(filled), SUMMARY))[0]
    )
    monkeypatch.undo()
    monkeypatch.setenv("LACXL_PASSWORD", "wrong")
    monkeypatch.setattr("keyring.get_password", lambda *_: None)
    before_registers(filled)
    (filled / "lacxl-issued.csv").unlink()
    refused_untouched(filled, ("refresh", MAY), "I103")


# Once: issue --dry-run takes the lock, and leaves its file behind.
def test_a_dry_run_writes_nothing_at_all(filled: Path) -> None:
    for lock in filled.glob(".~lacxl-*"):
        lock.unlink()
    before = state_of(filled, locks=True)
    ran = run(filled, "issue", MAY, "--dry-run")
    assert_done(ran)
    assert "would be issued as issue 1; 50 cells" in ran.out
    assert state_of(filled, locks=True) == before


@pytest.mark.parametrize("dry", [True, False])
def test_json_of_issue(filled: Path, dry: bool) -> None:
    ran = run(filled, "issue", MAY, "--json", *(["--dry-run"] if dry else []))
    assert ran.err == ""
    said = ran.json()
    assert list(said) == ISSUE_KEYS
    assert (said["format"], said["command"], said["month"]) == (1, "issue", MAY)
    assert (said["issue"], said["locked"], said["dry_run"]) == (1, 50, dry)
    assert Path(said["copy"]).exists() is not dry


@pytest.mark.parametrize("command", ["refresh", "issue"])
def test_an_issued_month_is_refused_with_the_way_out(filled: Path, command: str) -> None:
    assert_done(run(filled, "issue", MAY))
    set_reading(filled, "7.1", MAY, numerator="404")
    refused_untouched(
        filled, (command, MAY), "I103", "May 2015", "issue 1 of", COPY, "lacxl-issued.csv",
        'lacxl restate 2015-05 --reason "WHY", with --issue',
    )  # fmt: skip


@pytest.mark.parametrize("command", ["refresh", "issue"])
def test_issued_by_the_record_alone(filled: Path, command: str) -> None:
    before_registers(filled)
    (filled / "lacxl-issued.csv").write_text(
        f"month,issue,file,sha256,issued_on\n{MAY},1,old.xlsx,abc,2015-06-20\n", "utf-8"
    )
    refused_untouched(
        filled, (command, MAY), "I103", "issue 1 of 2015-06-20, old.xlsx", "lacxl-issued.csv"
    )


@pytest.mark.parametrize("command", ["refresh", "issue"])
@pytest.mark.parametrize("month", [MAY, "2015-04", "2015-03"])
def test_issued_by_locks_alone(filled: Path, command: str, month: str) -> None:
    assert_done(run(filled, "issue", MAY))
    before_registers(filled)
    (filled / "lacxl-issued.csv").unlink()
    (filled / COPY).unlink()
    refused_untouched(
        filled,
        (command, month),
        "I103",
        "locked on protected sheets",
        f"restate {month} --reason",
    )


# Once: a month that is issued by its locks alone is reported at a record that is not there.
def test_what_is_issued_by_locks_alone_is_reported_at_the_workbook(filled: Path) -> None:
    ran = refused_untouched(filled, ("refresh", "2015-04"), "I103")
    assert squeezed("Monthly Performance - Corporate Parenting.xlsx") in ran.said


def test_a_month_that_is_locked_on_free_sheets_is_not_issued(filled: Path) -> None:
    assert_done(run(filled, "issue", MAY))
    before_registers(filled)
    (filled / "lacxl-issued.csv").unlink()
    (filled / COPY).unlink()
    free_all(filled)
    set_reading(filled, "7.1", MAY, numerator="404")
    assert_done(run(filled, "refresh", MAY))


def test_a_month_that_is_not_filled(fresh: Path) -> None:
    refused_untouched(fresh, ("issue", MAY), "I105", "lacxl refresh 2015-05")


def test_a_month_that_the_workbook_does_not_have(filled: Path) -> None:
    refused_untouched(filled, ("issue", "2015-06"), "P109", SUMMARY, "next-month")


def test_a_reading_that_changed_since(filled: Path) -> None:
    set_reading(filled, "7.1", MAY, numerator="404")
    refused_untouched(filled, ("issue", MAY), "I106", f"'{SUMMARY}'!H6", "lacxl refresh 2015-05")


def test_a_cell_that_was_typed_over(filled: Path) -> None:
    set_cell(workbook_of(filled), SUMMARY, "H8", "<v>23</v>")
    refused_untouched(filled, ("issue", MAY), "I106", f"'{SUMMARY}'!H8", "lacxl refresh 2015-05")


# Once (text): _content() opens the file that is there, and its refusal (W101) is shown instead.
@pytest.mark.parametrize("kind", ["text", "empty", "the workbook as it is", "another workbook"])
def test_another_file_in_the_place_of_the_copy(filled: Path, kind: str) -> None:
    content = {
        "text": b"somebody else's",
        "empty": b"",
        "the workbook as it is": workbook_of(filled).read_bytes(),
        "another workbook": next((filled / "backups").iterdir()).read_bytes(),
    }[kind]
    (filled / COPY).write_bytes(content)
    refused_untouched(filled, ("issue", MAY), "I104", COPY, "Move it away")


def test_the_copy_goes_to_its_folder(filled: Path) -> None:
    settings_add(filled, '[issued]\nfolder = "issued/2015"\nfile = "record.csv"')
    settings_under(filled, "workbook", 'title = "Our report"')
    assert_done(run(filled, "issue", MAY))
    copy = filled / "issued" / "2015" / "Our report - May 2015 - I1.xlsx"
    assert copy.read_bytes() == workbook_of(filled).read_bytes()
    assert (filled / "record.csv").exists()


def test_who_made_it_stands_on_the_cover(filled: Path) -> None:
    settings_add(filled, '[cover]\ncreated_by = "=The Team"\ncontact = "team@council.example"')
    assert_done(run(filled, "issue", MAY))
    book = openpyxl.load_workbook(filled / COPY)
    assert (book["Cover"]["C8"].value, book["Cover"]["C8"].data_type) == ("=The Team", "s")
    assert book["Cover"]["C9"].value == "team@council.example"
    book.close()


def corrupt(said: Ran) -> set[str]:
    return set(said.codes())


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        (
            "month,issue,file,sha256,issued_on\nMay,1,a,b,c\n2015-04,x,a,b,c\n2015-03,1\n",
            "I102",
            "row 4",
        ),
        ("monat,nummer,datei,sha256,am\n2015-04,1,a,b,c\n", "I102", "row 1"),
    ],
)
def test_a_record_that_is_damaged(filled: Path, text: str, code: str, where: str) -> None:
    before_registers(filled)
    (filled / "lacxl-issued.csv").write_text(text, "utf-8")
    ran = refused_untouched(filled, ("issue", MAY), code, "lacxl-issued.csv", where)
    assert corrupt(ran) == {code}


def test_a_record_in_another_encoding(filled: Path) -> None:
    before_registers(filled)
    (filled / "lacxl-issued.csv").write_bytes("month,issue,é".encode("cp1252"))
    refused_untouched(filled, ("issue", MAY), "I101", "lacxl-issued.csv", "Put back a copy")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("indicator,month\n", "H101"),
        ("HEADER\n7.1,May-15,1,,,,readings.csv,2,2015-06-04T09:30:00Z\n", "H103"),
        ("HEADER\n7.1,2015-05\n", "H102"),
    ],
)
def test_a_history_that_is_damaged(filled: Path, text: str, code: str) -> None:
    before_registers(filled)
    path = filled / "lacxl-history.csv"
    header = path.read_text("utf-8").partition("\n")[0]
    path.write_text(text.replace("HEADER", header), "utf-8")
    where = "lacxl-history.csv row 1" if code == "H101" else "lacxl-history.csv row 2"
    for command in ("refresh", "issue"):
        refused_untouched(filled, (command, MAY), code, where)


def test_a_year_goes_on_after_an_issue(filled: Path) -> None:
    """April of the window stays as it is; the receipt of May's fill is the only one of a fill."""
    assert_done(run(filled, "issue", MAY))
    write_rows(filled, [row for row in rows_of(filled) if row[1] != MAY])
    refused_untouched(filled, ("refresh", MAY), "R133", "2015-05")
    said = run(filled, "figures", MAY, "--format", "json").json()
    assert next(row for row in said["figures"] if row["no"] == "7.1")["May-15"] == "406"
    (receipt,) = (filled / "receipts").glob("2*.json")
    assert json.loads(receipt.read_text("utf-8"))["month"] == MAY
