"""A correction goes out as a new issue, and only from the workbook of its own month."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from lacxl.app.issue import issue
from lacxl.app.refresh import refresh
from lacxl.demo import MONTH, write_demo
from lacxl.domain.errors import Refused
from lacxl.issuing.record import read_record
from lacxl.settings.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    found = Settings.load(write_demo(tmp_path / "demo"))
    refresh(found, MONTH)
    return found


def health(settings: Settings) -> tuple[object, bool]:
    cell = openpyxl.load_workbook(settings.workbook_path)["Health"]["C8"]
    return cell.value, cell.protection.locked


def restate(settings: Settings) -> None:
    text = settings.readings_path.read_text("utf-8")
    assert "7.8,2015-05,,,80.8%," in text
    settings.readings_path.write_text(
        text.replace("7.8,2015-05,,,80.8%,", "7.8,2015-05,,,81.8%,"), "utf-8"
    )


def test_a_correction_is_opened_filled_and_issued_under_the_next_number(settings: Settings) -> None:
    first = issue(settings, MONTH).copy.read_bytes()
    restate(settings)
    with pytest.raises(Refused) as refused:
        refresh(settings, MONTH)
    assert "--reissue" in str(refused.value)
    assert health(settings) == (0.808, True)
    refresh(settings, MONTH, reissue=True)
    assert health(settings) == (0.818, False)
    with pytest.raises(Refused):
        issue(settings, MONTH)
    done = issue(settings, MONTH, reissue=True)
    assert done.copy.name.endswith("May 2015 - I2.xlsx")
    assert health(settings) == (0.818, True)
    assert (settings.folder / done.copy.name.replace("I2", "I1")).read_bytes() == first
    assert [each.issue for each in read_record(settings.issued_path)] == [1, 2]


def test_an_overtaken_month_cannot_be_issued_anew(settings: Settings) -> None:
    before = settings.workbook_path.read_bytes()
    with pytest.raises(Refused) as refused:
        refresh(settings, MONTH - 1, reissue=True)
    assert refused.value.codes == ("I107",)
    assert settings.workbook_path.read_bytes() == before


def test_a_month_issued_by_hand_is_put_on_record_when_it_is_opened(tmp_path: Path) -> None:
    settings = Settings.load(write_demo(tmp_path / "demo"))
    refresh(settings, MONTH - 1, reissue=True)
    assert [(r.month, r.issue) for r in read_record(settings.issued_path)] == [(MONTH - 1, 1)]
    assert issue(settings, MONTH - 1, reissue=True).copy.name.endswith("April 2015 - I2.xlsx")


def test_the_password_of_the_environment_guards_sheets_that_were_free(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(settings.workbook_path)  # a workbook without protection
    for sheet in book:
        sheet.protection.sheet = False
    book.save(settings.workbook_path)
    monkeypatch.setenv("LACXL_PASSWORD", "open sesame")
    refresh(settings, MONTH)
    issue(settings, MONTH)
    sheet = openpyxl.load_workbook(settings.workbook_path)["Health"]
    assert sheet.protection.sheet
    assert sheet.protection.hashValue
    monkeypatch.setenv("LACXL_PASSWORD", "another")
    with pytest.raises(Refused) as refused:
        refresh(settings, MONTH, reissue=True)
    assert refused.value.codes == ("W129",) * len(refused.value.codes)


def test_of_a_month_that_was_overtaken_only_its_own_cells_are_filled(settings: Settings) -> None:
    book = openpyxl.load_workbook(settings.workbook_path)
    for sheet in book:
        sheet.protection.sheet = False
    book.save(settings.workbook_path)
    text = settings.readings_path.read_text("utf-8")
    settings.readings_path.write_text(
        text.replace("7.8,2015-04,,,85.7%,", "7.8,2015-04,,,86.7%,"), "utf-8"
    )
    result = refresh(settings, MONTH - 1)
    assert "K109" in {f.code for f in result.findings}
    places = {str(cell.place) for cell in result.cells}
    assert {"'Performance Summary'!G14", "Health!C7"} <= places
    assert not any(column in place for place in places for column in ("!I", "!K", "!L"))
    assert "Cover!C5" not in places
