"""`lacxl verify`: everything agrees, and after any one change it says what was changed."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from folders import (
    COPY,
    DONE,
    MAY,
    REFUSED,
    REGISTER,
    USAGE,
    WITH_FINDINGS,
    Ran,
    assert_done,
    before_registers,
    run,
    state_of,
    workbook_of,
)
from planting import set_reading
from test_diff import change

from lacxl.workbook.address import Cell

ENTRY = COPY.replace(".xlsx", ".json")
HISTORY, RECORD = "lacxl-history.csv", "lacxl-issued.csv"


@pytest.fixture(scope="module")
def _issued(tmp_path_factory: pytest.TempPathFactory, _filled: Path) -> Path:
    folder = shutil.copytree(_filled, tmp_path_factory.mktemp("verify") / "reports")
    assert_done(run(folder, "issue", MAY))
    return folder


@pytest.fixture
def issued(_issued: Path, tmp_path: Path) -> Path:
    """A folder in which May is filled and issued."""
    return shutil.copytree(_issued, tmp_path / "reports")


def receipt_of(folder: Path) -> Path:
    (receipt,) = (folder / "receipts").glob("2*.json")
    return receipt


def edit(name: str, old: str, new: str) -> Callable[[Path], object]:
    """Return what changes the first of such words in a file."""

    def edited(folder: Path) -> None:
        text = (folder / name).read_text("utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), "utf-8", newline="")

    return edited


def lines(name: str, make: Callable[[list[str]], list[str]]) -> Callable[[Path], object]:
    """Return what changes the order or the number of a file's lines."""

    def edited(folder: Path) -> None:
        found = (folder / name).read_text("utf-8").splitlines(keepends=True)
        (folder / name).write_text("".join(make(found)), "utf-8", newline="")

    return edited


def forge(folder: Path) -> None:
    """Put a receipt of another fill beside the one that is there."""
    shutil.copy(receipt_of(folder), folder / "receipts" / "2015-05 2015-06-04 093000.json")


def alike(folder: Path) -> None:
    """Change a figure in the workbook, in the history and in the readings alike."""
    change(workbook_of(folder), "Performance Summary", Cell(6, 8), 416)
    edit(HISTORY, "7.1,2015-05,406", "7.1,2015-05,416")(folder)
    set_reading(folder, "7.1", MAY, numerator="416")


CHANGES: dict[str, tuple[Callable[[Path], object], set[str], str]] = {
    "a value of the history": (
        edit(HISTORY, "7.2,2015-05,,,72.4", "7.2,2015-05,,,71.4"),
        {"H115"},
        "lacxl-history.csv row 7: Value is 71.4 and was 72.4",
    ),
    "a row of the history deleted": (
        lines(HISTORY, lambda rows: rows[:4] + rows[5:]),
        {"H115"},
        "as row 5",
    ),
    "the rows of the history reversed": (
        lines(HISTORY, lambda rows: rows[:1] + rows[:0:-1]),
        {"H115"},
        "rows 2 to 93 are in another order",
    ),
    "the end of the history cut off": (
        lines(HISTORY, lambda rows: rows[:-2]),
        {"H117"},
        "lacxl-history.csv row 92: Missing at the end: 2 rows",
    ),
    "a row added to the history": (
        lines(HISTORY, lambda rows: [*rows, rows[-1]]),
        {"H115"},
        "lacxl-history.csv row 94: lacxl did not write this row",
    ),
    "the history deleted": (lambda f: (f / HISTORY).unlink(), {"H117"}, HISTORY),
    "the record's hash": (
        edit(RECORD, "xlsx,", "xlsx,f"),
        {"H115"},
        "lacxl-issued.csv row 2: Sha256 is another one",
    ),
    "the record deleted": (lambda f: (f / RECORD).unlink(), {"H117"}, RECORD),
    "a receipt edited": (
        lambda f: edit(f"receipts/{receipt_of(f).name}", '"before"', '"afters"')(f),
        {"H119"},
        "is not what lacxl wrote",
    ),
    "a receipt forged": (forge, {"H121"}, "2015-05 2015-06-04 093000.json"),
    "a receipt deleted": (lambda f: receipt_of(f).unlink(), {"H120"}, "This receipt is gone"),
    "an issue's entry edited": (
        edit(f"receipts/{ENTRY}", '"90.0%"', '"94.0%"'),
        {"H119"},
        ENTRY,
    ),
    "an issue's entry deleted": (lambda f: (f / "receipts" / ENTRY).unlink(), {"H120"}, ENTRY),
    "a copy edited": (
        lambda f: change(f / COPY, "Performance Summary", Cell(6, 8), 416),
        {"H127"},
        "This is not issue 1 of May 2015 as it was issued",
    ),
    "a copy deleted": (
        lambda f: (f / COPY).unlink(),
        {"H128"},
        "The copy of issue 1 of May 2015 is gone",
    ),
    "a copy renamed": (
        lambda f: (f / COPY).rename(f / "sent.xlsx"),
        {"H128"},
        "The same file is there as",
    ),
    "a copy forged": (
        lambda f: shutil.copy(f / COPY, f / COPY.replace("I1", "I2")),
        {"H130"},
        "no such issue is on record",
    ),
    "a locked cell": (
        lambda f: change(workbook_of(f), "Performance Summary", Cell(6, 8), 416),
        {"H132", "H133"},
        "7.1, 2015-05: 416 is shown, and 406 was issued as issue 1 of May 2015",
    ),
    "a cell, history and readings alike": (
        alike,
        {"H115", "H132", "H133"},
        "Numerator is 416 and was 406",
    ),
    "a year to date": (
        lambda f: change(workbook_of(f), "Performance Summary", Cell(12, 9), 0.99),
        {"H132", "H133"},
        "7.6, YTD: 99.0% is shown",
    ),
    "the register's line": (
        edit(REGISTER, "7.2,2015-05,,,72.4", "7.2,2015-05,,,71.4"),
        {"H113"},
        "lacxl-register.csv row 12",
    ),
    "the register's line and the history's": (
        lambda f: [
            edit(name, "7.2,2015-05,,,72.4", "7.2,2015-05,,,71.4")(f)
            for name in (REGISTER, HISTORY)
        ],
        {"H113"},
        "lacxl-register.csv row 12",
    ),
    "the end of the register cut off": (
        lines(REGISTER, lambda rows: rows[:-1]),
        {"H115", "H130"},
        "Or it did, and the end of the register is missing",
    ),
    "register and ledgers cut off alike": (
        lambda f: [
            lines(REGISTER, lambda rows: rows[:2])(f),
            (f / HISTORY).unlink(),
            (f / RECORD).unlink(),
        ],
        {"H122", "H130"},
        "lacxl-register.csv: The register is not the one that was there",
    ),
    "the register deleted": (lambda f: (f / REGISTER).unlink(), {"H118"}, "register is gone"),
    "a backup edited": (
        lambda f: change(min((f / "backups").iterdir()), "Performance Summary", Cell(6, 8), 1),
        {"H123"},
        "it was changed",
    ),
    "a backup deleted": (
        lambda f: min((f / "backups").iterdir()).unlink(),
        {"H123"},
        "is gone",
    ),
    "the workbook deleted": (lambda f: workbook_of(f).unlink(), {"H131"}, "The workbook is gone"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_whatever_is_changed_is_told(issued: Path, name: str) -> None:
    changing, codes, words = CHANGES[name]
    changing(issued)
    before = state_of(issued)
    ran = run(issued, "verify")
    assert ran.code == WITH_FINDINGS
    assert set(ran.codes()) == codes
    assert "".join(words.split()) in ran.said
    assert state_of(issued) == before, "verify changes nothing"


def test_everything_agrees(issued: Path) -> None:
    before = state_of(issued)
    ran = run(issued, "verify", "--json")
    assert ran.code == DONE
    told = ran.json()
    assert told["agrees"] is True
    assert told["findings"] == []
    assert (told["receipts"], told["backups"], told["copies"]) == (2, 2, 1)
    assert told["entries"] == int(told["register"].split()[0])
    assert state_of(issued) == before


def test_an_empty_folder_agrees(fresh: Path) -> None:
    ran = run(fresh, "verify")
    assert (ran.code, ran.codes()) == (DONE, [])
    assert "Nothing was written here yet." in ran.out


def test_what_people_may_do_is_no_disagreement(issued: Path) -> None:
    change(workbook_of(issued), "Reviews & Visits", Cell(60, 3), "words of a manager")
    change(workbook_of(issued), "Performance Summary", Cell(12, 3), 0.99)
    change(workbook_of(issued), "Performance Summary", Cell(12, 5), "a note on the data")
    set_reading(issued, "7.1", MAY, numerator="416")
    moved = issued.rename(issued.with_name("elsewhere"))
    assert_agrees(run(moved, "verify"))


def test_a_file_that_somebody_was_sent(issued: Path, tmp_path: Path) -> None:
    sent = shutil.copy(issued / COPY, tmp_path / "attachment.xlsx")
    ran = run(issued, "verify", str(sent))
    assert (ran.code, ran.codes()) == (DONE, ["H129"])
    assert "issue1ofMay2015" in ran.said
    change(tmp_path / "attachment.xlsx", "Performance Summary", Cell(6, 8), 416)
    ran = run(issued, "verify", str(sent))
    assert (ran.code, ran.codes()) == (WITH_FINDINGS, ["H130"])


def test_what_issuing_prints_is_known_later(filled: Path) -> None:
    folder = filled
    printed = run(folder, "issue", MAY, "--json").json()["register"]
    assert run(folder, "verify", "--known", printed).codes() == ["H129"]
    number, _, seal = printed.partition(" ")
    for other in (f"{int(number) + 1} {seal}", f"{number} {seal[::-1]}", number, "", f"0 {seal}"):
        ran = run(folder, "verify", "--known", other)
        assert (ran.code, ran.codes()) == (WITH_FINDINGS, ["H122"])


def test_the_cover_shows_the_register_before_the_issue(issued: Path) -> None:
    from lacxl.engines.package import PackageWorkbook

    entry = json.loads((issued / "receipts" / ENTRY).read_text("utf-8"))
    with PackageWorkbook(issued / COPY) as book:
        shown = book.survey().sheet("Cover").values[Cell(10, 3)]
    assert int(str(shown).split()[0]) < entry["changes"]["register"][0]
    assert run(issued, "verify", "--known", str(shown)).code == DONE


def test_what_is_kept_of_an_issue(issued: Path) -> None:
    from lacxl import __version__
    from lacxl.ledgers.receipts import sha256_of

    entry = json.loads((issued / "receipts" / ENTRY).read_text("utf-8"))
    assert (entry["month"], entry["issue"], entry["file"]) == (MAY, 1, COPY)
    assert entry["sha256"] == sha256_of(issued / COPY)
    assert entry["lacxl"] == __version__
    names = ["lacxl.toml", "readings.csv", "outturns.csv", "benchmarks.csv"]
    assert entry["files"] == {name: sha256_of(issued / name) for name in names}
    figures = {(each["figure"], each["what"]): each["shown"] for each in entry["figures"]}
    assert figures["7.6", MAY] == "90.0%"
    assert figures["7.6", "YTD"] == "93.1%"
    assert len({figure for figure, what in figures if what == MAY}) == 23


@pytest.mark.parametrize("who", [True, False])
def test_who_issued_is_left_out_where_that_is_set(
    filled: Path, monkeypatch: pytest.MonkeyPatch, who: bool
) -> None:
    monkeypatch.setenv("USERNAME", "someone")
    folder = filled
    if not who:
        with (folder / "lacxl.toml").open("a") as file:
            file.write("\n[record]\nwho = false\n")
    assert_done(run(folder, "issue", MAY))
    entry = json.loads((folder / "receipts" / ENTRY).read_text("utf-8"))
    assert entry["who"] == ("someone" if who else "")
    assert b"someone" not in (folder / COPY).read_bytes()


@pytest.mark.parametrize("name", [HISTORY, RECORD])
def test_what_is_missing_at_the_end_is_put_back_by_the_next_run(issued: Path, name: str) -> None:
    whole = (issued / name).read_bytes()
    (issued / name).write_bytes(whole[:-20])
    if name == HISTORY:  # half a line of the record stops whoever only reads
        assert run(issued, "figures", MAY).codes().count("H117") == 1
    ran = run(issued, "next-month")
    assert "H117" in ran.codes()
    assert (issued / name).read_bytes() == whole
    assert_agrees(run(issued, "verify"))


def test_many_rows_that_were_put_back_are_told_once(issued: Path) -> None:
    lines = (issued / HISTORY).read_bytes().splitlines(keepends=True)
    (issued / HISTORY).write_bytes(b"".join(lines[:-12]))
    ran = run(issued, "next-month")
    assert ran.codes().count("H117") == 1
    said = " ".join(ran.out.split())
    assert "12 rows were missing and put back from the register" in said
    assert "and 2 more" in said
    assert (issued / HISTORY).read_bytes() == b"".join(lines)


def test_a_ledger_that_was_edited_stops_every_run(issued: Path) -> None:
    edit(HISTORY, "7.2,2015-05,,,72.4", "7.2,2015-05,,,71.4")(issued)
    before = state_of(issued)
    for command in (("refresh", MAY), ("issue", MAY), ("next-month",), ("figures", MAY), ("undo",)):
        ran = run(issued, *command)
        assert ran.code == REFUSED
        assert "H115" in ran.codes()
    assert state_of(issued) == before


def test_repairing_keeps_what_was_there(issued: Path) -> None:
    whole = (issued / HISTORY).read_bytes()
    edit(HISTORY, "7.2,2015-05,,,72.4", "7.2,2015-05,,,71.4")(issued)
    edited = (issued / HISTORY).read_bytes()
    assert_agrees(run(issued, "verify", "--repair"))
    assert (issued / HISTORY).read_bytes() == whole
    (kept,) = issued.glob("lacxl-history as found *.csv")
    assert kept.read_bytes() == edited


def in_excel(path: Path) -> None:
    """Save a CSV as Excel does: months and numbers turned, CRLF, a mark of the encoding."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    for row in rows[1:]:
        for number, cell in enumerate(row):
            if len(cell) == 7 and cell[4] == "-":
                row[number] = f"{names[int(cell[5:]) - 1]}-{cell[2:4]}"
            elif cell.replace(".", "", 1).isdigit() and len(cell) < 12:
                row[number] = f"{float(cell):g}"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, lineterminator="\r\n").writerows(rows)


@pytest.mark.parametrize("name", [HISTORY, RECORD])
def test_what_excel_saved_is_no_edit_and_can_be_put_right(issued: Path, name: str) -> None:
    whole = (issued / name).read_bytes()
    in_excel(issued / name)
    ran = run(issued, "verify")
    assert ran.code == WITH_FINDINGS
    assert "H116" in ran.codes()
    assert "H115" not in ran.codes()
    assert_agrees(run(issued, "verify", "--repair"))
    assert (issued / name).read_bytes() == whole


def test_an_edit_in_excel_is_an_edit(issued: Path) -> None:
    edit(HISTORY, "7.2,2015-05,,,72.4", "7.2,2015-05,,,71.4")(issued)
    in_excel(issued / HISTORY)
    assert "H115" in run(issued, "verify").codes()


def test_a_register_that_excel_saved_says_the_same(issued: Path) -> None:
    path = issued / REGISTER
    whole = path.read_bytes()
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, lineterminator="\r\n").writerows(rows)
    assert run(issued, "verify").codes() == ["H114"]
    assert_agrees(run(issued, "verify", "--repair"))
    assert path.read_bytes() == whole


def test_a_register_that_is_lost_is_begun_again_with_the_reason(issued: Path) -> None:
    (issued / REGISTER).unlink()
    assert run(issued, "next-month").codes() == ["H118"]
    assert run(issued, "verify", "--take-over").code == USAGE
    assert run(issued, "verify", "--reason", "lost").codes() == ["U116"]
    ran = run(issued, "verify", "--take-over", "--reason", "The old drive was lost")
    text = (issued / REGISTER).read_text("utf-8")
    assert "taken over: The old drive was lost" in text
    assert (ran.code, ran.codes()) == (DONE, ["H134"])
    assert_done(run(issued, "next-month"))


def test_ledgers_of_before_are_taken_over(issued: Path) -> None:
    before_registers(issued)
    assert run(issued, "verify").codes() == ["H124"]
    assert_done(run(issued, "next-month"))
    assert_agrees(run(issued, "verify"))
    assert (issued / REGISTER).read_text("utf-8").splitlines()[1].split(",")[4] == "begun"


def test_copies_out_of_reach_are_not_compared(issued: Path) -> None:
    with (issued / "lacxl.toml").open("a") as file:
        file.write('\n[issued]\nfolder = "share/issued"\n')
    ran = run(issued, "verify")
    assert (ran.code, ran.codes()) == (WITH_FINDINGS, ["H126"])


def test_backups_that_went_by_keep_are_no_disagreement(filled: Path) -> None:
    folder = filled
    with (folder / "lacxl.toml").open("a") as file:
        file.write("\n[backups]\nkeep = 1\n")
    assert_done(run(folder, "issue", MAY))
    assert_done(run(folder, "next-month"))
    assert len(list((folder / "backups").iterdir())) == 1
    assert_agrees(run(folder, "verify"))


def assert_agrees(ran: Ran) -> None:
    assert (ran.code, ran.codes()) == (DONE, []), ran.out + ran.err


def test_a_change_is_told_after_later_runs_too(issued: Path) -> None:
    change(workbook_of(issued), "Performance Summary", Cell(6, 8), 416)
    change(workbook_of(issued), "Performance Summary", Cell(6, 14), 417)
    assert_done(run(issued, "next-month"))
    ran = run(issued, "verify")
    assert ran.code == WITH_FINDINGS
    assert "7.1,2015-05:416isshown,and406wasissuedasissue1ofMay2015" in ran.said


def test_a_line_break_in_a_ledger_is_an_edit(issued: Path) -> None:
    edit(HISTORY, "7.2,2015-05", "7.2,2015\r-05")(issued)
    assert run(issued, "verify").codes() == ["H115"]
    assert run(issued, "refresh", MAY).code == REFUSED


def test_a_history_of_another_second_is_in_order(issued: Path) -> None:
    """Backups of one second are numbered; the oldest of them go first."""
    with (issued / "lacxl.toml").open("a") as file:
        file.write("\n[backups]\nkeep = 2\n")
    assert_done(run(issued, "next-month"))
    assert_done(run(issued, "undo"))
    assert_done(run(issued, "next-month"))
    assert len(list((issued / "backups").iterdir())) == 2
    assert_agrees(run(issued, "verify"))


def test_words_are_not_repeated(issued: Path) -> None:
    edit(HISTORY, "7.2,2015-05,,,72.4,", "7.2,2015-05,,,Zebediah Quill,")(issued)
    ran = run(issued, "verify")
    assert ran.codes() == ["H115"]
    assert "Valueisanotherone" in ran.said
    assert "Zebediah" not in ran.out + ran.err


def test_nothing_is_put_back_by_an_older_register(issued: Path) -> None:
    lines(REGISTER, lambda rows: rows[:2])(issued)
    before = state_of(issued)
    assert "H122" in run(issued, "verify", "--repair").codes()
    assert state_of(issued) == before
