"""A correction of an issued month: filled anew, unlocked, and issued under the next number."""

from __future__ import annotations

import csv
import hashlib
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from folders import (
    COPY,
    DONE,
    MAY,
    REGISTER,
    assert_done,
    assert_plain,
    assert_refused,
    leftovers,
    refused_untouched,
    run,
    state_of,
    without_empty_folders,
    workbook_of,
)
from planting import (
    SUMMARY,
    edit_sheet,
    locked_of,
    rewrite,
    set_cell,
    set_reading,
    values_of,
)

from lacxl.ledgers.register import GONE, load_register

SECOND = COPY.replace("I1", "I2")
APRIL = "2015-04"


def record_of(folder: Path) -> list[list[str]]:
    with (folder / "lacxl-issued.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


@pytest.fixture
def issued(filled: Path) -> Path:
    """May is issued, and a reading of it changed since."""
    assert_done(run(filled, "issue", MAY))
    set_reading(filled, "7.1", MAY, numerator="404")
    return filled


def test_a_reissue_from_beginning_to_end(issued: Path) -> None:
    first, before = (issued / COPY).read_bytes(), locked_of(workbook_of(issued))
    assert_done(run(issued, "refresh", MAY, "--reissue"))
    path = workbook_of(issued)
    values = values_of(path)
    assert values[SUMMARY, "H6"] == 404
    assert values["Cover", "C6"] == "Draft"
    opened = locked_of(path)
    assert "H6" not in opened[SUMMARY]
    assert {"F6", "G6"} <= opened[SUMMARY]
    assert len(record_of(issued)) == 1
    assert_done(run(issued, "issue", MAY, "--reissue"))
    assert locked_of(path) == before
    assert values_of(path)["Cover", "C6"] == "Issue 2"
    assert (issued / COPY).read_bytes() == first
    second = (issued / SECOND).read_bytes()
    assert second == path.read_bytes()
    assert [line[:4] for line in record_of(issued)] == [
        [MAY, "1", COPY, hashlib.sha256(first).hexdigest()],
        [MAY, "2", SECOND, hashlib.sha256(second).hexdigest()],
    ]
    assert leftovers(issued) == []


def test_twice_is_once(issued: Path) -> None:
    assert_done(run(issued, "refresh", MAY, "--reissue"))
    before = workbook_of(issued).stat()
    ran = run(issued, "refresh", MAY, "--reissue")
    assert_done(ran)
    assert "nothing to change" in ran.out
    assert workbook_of(issued).stat().st_mtime_ns == before.st_mtime_ns


def test_a_dry_run_writes_nothing_at_all(issued: Path) -> None:
    before = state_of(issued, locks=True)
    ran = run(issued, "refresh", MAY, "--reissue", "--dry-run")
    assert_done(ran)
    assert "H6" in ran.out
    assert state_of(issued, locks=True) == before


def test_out_leaves_everything_else(issued: Path, tmp_path: Path) -> None:
    before = state_of(issued, locks=True)
    assert_done(run(issued, "refresh", MAY, "--reissue", "--out", str(tmp_path / "new.xlsx")))
    assert state_of(issued, locks=True) == before
    assert values_of(tmp_path / "new.xlsx")[SUMMARY, "H6"] == 404


def test_a_month_that_is_reopened_stays_issued_until_then(issued: Path) -> None:
    """It is on record, so a fill alone does not touch it again."""
    assert_done(run(issued, "refresh", MAY, "--reissue"))
    for command in ("refresh", "issue"):
        refused_untouched(issued, (command, MAY), "I103", f"restate {MAY}")


def test_a_month_that_was_never_issued(filled: Path) -> None:
    assert_done(run(filled, "refresh", MAY, "--reissue"))
    assert_done(run(filled, "issue", MAY, "--reissue"))
    assert (filled / COPY).exists()
    assert [line[:3] for line in record_of(filled)] == [[MAY, "1", COPY]]


def test_a_month_that_was_issued_by_hand(fresh: Path) -> None:
    """Known by its locks alone, it counts as issue 1."""
    assert_done(run(fresh, "refresh", APRIL, "--reissue"))
    assert values_of(workbook_of(fresh))[SUMMARY, "G12"] == pytest.approx(68 / 71)
    assert_done(run(fresh, "issue", APRIL, "--reissue"))
    assert [line[:2] for line in record_of(fresh)] == [[APRIL, "1"], [APRIL, "2"]]
    assert (fresh / SECOND.replace("May", "April")).exists()


@pytest.mark.parametrize("command", ["refresh", "issue"])
def test_a_month_that_a_later_one_follows(filled: Path, command: str) -> None:
    refused_untouched(filled, (command, APRIL, "--reissue"), "I107", "May 2015", f"restate {APRIL}")


@pytest.fixture
def right(filled: Path) -> Path:
    """May is issued, and there is nothing to correct."""
    assert_done(run(filled, "issue", MAY))
    return filled


class TestWithNothingNew:
    @pytest.mark.parametrize("more", [(), ("--dry-run",)], ids=["", "dry run"])
    def test_it_is_refused_and_the_copy_named(self, right: Path, more: tuple[str, ...]) -> None:
        refused_untouched(right, ("issue", MAY, "--reissue", *more), "I110", COPY, "issue 1")

    def test_also_where_the_copy_was_moved_away(self, right: Path) -> None:
        (right / COPY).rename(right / "sent.xlsx")
        refused_untouched(right, ("issue", MAY, "--reissue"), "I110", COPY)

    def test_also_of_a_month_that_was_opened_for_nothing(self, right: Path) -> None:
        before = values_of(workbook_of(right)), locked_of(workbook_of(right))
        assert_done(run(right, "refresh", MAY, "--reissue"))
        refused_untouched(right, ("issue", MAY, "--reissue"), "I110", COPY, "lacxl undo")
        assert_done(run(right, "undo"))
        assert (values_of(workbook_of(right)), locked_of(workbook_of(right))) == before
        refused_untouched(right, ("refresh", MAY), "I103")
        refused_untouched(right, ("undo",), "B204")

    def test_also_where_the_sheets_have_a_password(
        self, filled: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        edit_sheet(
            workbook_of(filled),
            SUMMARY,
            lambda text: text.replace(b'<sheetProtection sheet="1"', b'<sheetProtection sheet="0"'),
        )
        monkeypatch.setenv("LACXL_PASSWORD", "Geheim77x")
        assert_done(run(filled, "issue", MAY))
        assert_done(run(filled, "refresh", MAY, "--reissue"))
        refused_untouched(filled, ("issue", MAY, "--reissue"), "I110", COPY)

    def test_also_after_a_correction_that_went_out(self, issued: Path) -> None:
        assert_done(run(issued, "refresh", MAY, "--reissue"))
        assert_done(run(issued, "issue", MAY, "--reissue"))
        refused_untouched(issued, ("issue", MAY, "--reissue"), "I110", SECOND, "issue 2")

    @pytest.mark.parametrize("opened", [True, False])
    @pytest.mark.parametrize(
        "correct",
        [
            lambda text: text.replace(b"<pageMargins", b"<!-- wider --><pageMargins"),
            lambda text: re.sub(rb'(<c r="C6"[^>]*>).*?</c>', rb"\1<v>7</v></c>", text, count=1),
        ],
        ids=["looks", "a cell"],
    )
    def test_anything_new_in_the_workbook_goes_out(
        self, right: Path, correct: Callable[[bytes], bytes], opened: bool
    ) -> None:
        if opened:
            assert_done(run(right, "refresh", MAY, "--reissue"))
        edit_sheet(workbook_of(right), SUMMARY, correct)
        assert_done(run(right, "issue", MAY, "--reissue"))
        assert [line[:3] for line in record_of(right)] == [[MAY, "1", COPY], [MAY, "2", SECOND]]

    def test_anything_new_in_a_text_box_goes_out(self, right: Path) -> None:
        with zipfile.ZipFile(workbook_of(right)) as package:
            drawing = next(name for name in package.namelist() if "drawings/drawing" in name)
        rewrite(workbook_of(right), {drawing: lambda text: text.replace(b"</a:t>", b"!</a:t>", 1)})
        assert_done(run(right, "issue", MAY, "--reissue"))
        assert len(record_of(right)) == 2


def test_opening_a_month_is_undone_until_it_is_issued_again(issued: Path) -> None:
    before = values_of(workbook_of(issued)), locked_of(workbook_of(issued))
    assert_done(run(issued, "refresh", MAY, "--reissue"))
    assert_done(run(issued, "undo"))
    assert (values_of(workbook_of(issued)), locked_of(workbook_of(issued))) == before
    assert_done(run(issued, "refresh", MAY, "--reissue"))
    assert_done(run(issued, "issue", MAY, "--reissue"))
    refused_untouched(issued, ("undo",), "B204")


def test_opening_a_month_that_was_issued_by_hand_is_undone_too(fresh: Path) -> None:
    before = values_of(workbook_of(fresh)), locked_of(workbook_of(fresh))
    assert_done(run(fresh, "refresh", APRIL, "--reissue"))
    assert_done(run(fresh, "undo"))
    assert (values_of(workbook_of(fresh)), locked_of(workbook_of(fresh))) == before
    refused_untouched(fresh, ("refresh", APRIL), "I103")


def test_what_is_wrong_stops_a_reissue_too(issued: Path) -> None:
    row = set_reading(issued, "7.1", MAY, numerator="many")
    for command in ("refresh", "issue"):
        refused_untouched(issued, (command, MAY, "--reissue"), "R120", f"readings.csv row {row}")


def test_a_reading_that_changed_since(issued: Path) -> None:
    refused_untouched(issued, ("issue", MAY, "--reissue"), "I106", "H6", f"refresh {MAY}")


# Once: the record of a month that was issued by hand gets its line before the workbook is written;
# when that is refused, the line stays and the run says that nothing was changed.
def test_a_refused_reissue_leaves_no_line_in_the_record(fresh: Path) -> None:
    workbook_of(fresh).chmod(0o444)
    before = state_of(fresh)
    ran = run(fresh, "refresh", APRIL, "--reissue")
    assert_refused(ran, "F108", "read-only mark")
    after = dict(state_of(fresh))
    del after[REGISTER]  # it has that the line came and went
    assert without_empty_folders(after) == without_empty_folders(before)
    register = load_register(fresh / REGISTER)
    assert [each.line for each in register.entries if each.row][-2:] == [f"{APRIL},1,,,", GONE]
    assert register.rows["lacxl-issued.csv"] == []
    assert run(fresh, "verify").code == DONE


# Once: I106 names "lacxl refresh 2015-05", which is refused for a month on record.
def test_the_way_out_that_is_named_can_be_gone(issued: Path) -> None:
    ran = run(issued, "issue", MAY, "--reissue")
    assert "I106" in ran.codes()
    named = " ".join(ran.err.split()).partition("Run: lacxl ")[2].partition(",")[0].split()
    assert_plain(run(issued, *named))
    assert_done(run(issued, *named))


def test_a_formula_typed_into_a_reopened_month(issued: Path) -> None:
    assert_done(run(issued, "refresh", MAY, "--reissue"))
    set_cell(workbook_of(issued), SUMMARY, "H8", "<f>20+2</f><v>22</v>")
    refused_untouched(issued, ("refresh", MAY, "--reissue"), "P106", "H8")


def test_the_second_issue_of_a_protected_sheet(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a password on the sheets it takes the password to open the month again."""
    edit_sheet(
        workbook_of(filled),
        SUMMARY,
        lambda text: text.replace(b'<sheetProtection sheet="1"', b'<sheetProtection sheet="0"'),
    )
    monkeypatch.setenv("LACXL_PASSWORD", "Geheim77x")
    assert_done(run(filled, "issue", MAY))
    set_reading(filled, "7.1", MAY, numerator="404")
    monkeypatch.delenv("LACXL_PASSWORD")
    refused_untouched(filled, ("refresh", MAY, "--reissue"), "W130", SUMMARY, "LACXL_PASSWORD")
    monkeypatch.setenv("LACXL_PASSWORD", "Geheim77x")
    assert_done(run(filled, "refresh", MAY, "--reissue"))
    assert_done(run(filled, "issue", MAY, "--reissue"))
    book = openpyxl.load_workbook(filled / SECOND)
    assert book[SUMMARY].protection.hashValue
    book.close()
