"""Adding to ledgers and taking back: the register has each line before its file does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lacxl.domain.errors import Refused
from lacxl.domain.month import Month
from lacxl.ledgers import keeping
from lacxl.ledgers.keeping import keep, lines_of, take_back
from lacxl.ledgers.reasons import REASONS, Accepted
from lacxl.ledgers.register import GONE, Register, load_register
from lacxl.settings.settings import Settings

MAY = Month(2015, 5)
NOW = datetime(2015, 6, 4, 9, 30, tzinfo=UTC)
KEPT = Accepted(NOW, "I111", "Performance Summary", MAY, ("7.2", "7.8"), "late", None, "j.smith")
OTHER = replace(KEPT, reason="another")
LEDGER = "lacxl-accepted.csv"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    path = tmp_path / "lacxl.toml"
    path.write_text('[workbook]\nfile = "report.xlsx"\n', "utf-8")
    return Settings.load(path)


def registered(settings: Settings) -> Register:
    return load_register(settings.register_path)


def lines(settings: Settings) -> list[str]:
    """Return what the ledger should hold, by the register."""
    return [each.line for each in registered(settings).rows.get(LEDGER, [])]


def facts(settings: Settings) -> list[tuple[str, int | None, str]]:
    return [(each.file, each.row, each.line) for each in registered(settings).entries]


def keep_reasons(settings: Settings, *reasons: Accepted) -> None:
    keep(settings, REASONS, settings.accepted_path, reasons)


def test_the_first_line_comes_with_the_heading(settings: Settings) -> None:
    keep_reasons(settings, KEPT)
    assert REASONS.load(settings.accepted_path) == (KEPT,)
    assert facts(settings) == [
        ("", None, "begun"),
        (LEDGER, 1, REASONS.header),
        (LEDGER, 2, REASONS.line(KEPT)),
    ]


def test_further_lines_come_after_it(settings: Settings) -> None:
    keep_reasons(settings, KEPT)
    keep_reasons(settings, OTHER, KEPT)
    assert REASONS.load(settings.accepted_path) == (KEPT, OTHER, KEPT)
    assert facts(settings)[3:] == [
        (LEDGER, 3, REASONS.line(OTHER)),
        (LEDGER, 4, REASONS.line(KEPT)),
    ]
    assert lines(settings) == list(lines_of(settings.accepted_path))


def test_nothing_is_written_of_no_lines(settings: Settings) -> None:
    keep_reasons(settings)
    assert not settings.register_path.exists()
    assert not settings.accepted_path.exists()


def test_what_is_taken_back_is_gone_and_nothing_else(settings: Settings) -> None:
    keep_reasons(settings, KEPT)
    before = settings.accepted_path.read_bytes()
    keep_reasons(settings, OTHER)
    take_back(settings, settings.accepted_path)
    assert settings.accepted_path.read_bytes() == before
    assert lines(settings) == [REASONS.header, REASONS.line(KEPT)]
    assert facts(settings)[-1] == (LEDGER, 3, GONE)
    take_back(settings, settings.accepted_path)
    assert not settings.accepted_path.exists(), "it had no other"
    assert lines(settings) == []


def test_after_a_line_that_was_taken_back_another_takes_its_row(settings: Settings) -> None:
    keep_reasons(settings, KEPT, OTHER)
    take_back(settings, settings.accepted_path)
    keep_reasons(settings, KEPT)
    assert REASONS.load(settings.accepted_path) == (KEPT, KEPT)
    assert lines(settings) == list(lines_of(settings.accepted_path))


def test_a_ledger_of_before_is_registered_with_the_first_line_that_is_added(
    settings: Settings,
) -> None:
    REASONS.add(settings.accepted_path, [KEPT])
    keep_reasons(settings, OTHER)
    assert facts(settings) == [
        ("", None, "begun"),
        (LEDGER, 1, REASONS.header),
        (LEDGER, 2, REASONS.line(KEPT)),
        (LEDGER, 3, REASONS.line(OTHER)),
    ]


def test_a_line_is_registered_before_it_is_written(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    class CutOff(BaseException):
        pass

    def cut(*_: object, **__: object) -> None:
        raise CutOff

    keep_reasons(settings, KEPT)
    with monkeypatch.context() as within:
        within.setattr(keeping, "append_lines", cut)
        with pytest.raises(CutOff):
            keep_reasons(settings, OTHER)
    assert REASONS.load(settings.accepted_path) == (KEPT,)
    assert lines(settings)[2:] == [REASONS.line(OTHER)]


def test_a_ledger_that_takes_nothing_is_refused(settings: Settings) -> None:
    settings.accepted_path.mkdir()
    with pytest.raises(Refused):
        keep_reasons(settings, KEPT)
