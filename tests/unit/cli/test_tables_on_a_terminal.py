"""A table on a terminal: what a narrow window leaves out, and what is never cut."""

from __future__ import annotations

import io
import sys

import pytest

from lacxl.cli.printing import show_table

COLUMNS = ("no", "indicator", "note", "May-15", "rag")
ROWS = (
    ("7.1", "Number of Looked After Children", "Count of children", "406", "n/a"),
    ("7.7", "Percentage of children adopted", "Percentage", "TBC (Unavailable)", "n/a"),
)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> str:
    """What a terminal of the asked width shows."""
    terminal = Terminal()
    monkeypatch.setenv("COLUMNS", str(request.param))
    monkeypatch.setattr(sys, "stdout", terminal)
    show_table(COLUMNS, ROWS, spare=("note", "indicator"), wrapped="indicator")
    return terminal.getvalue()


@pytest.mark.parametrize("shown", [120], indirect=True)
def test_a_wide_window_shows_every_column(shown: str) -> None:
    assert "Count of children" in shown
    assert "Number of Looked After Children" in shown
    assert "Left out" not in shown


@pytest.mark.parametrize("shown", [70], indirect=True)
def test_a_narrower_one_leaves_out_what_is_named_first(shown: str) -> None:
    assert "Count of children" not in shown
    assert "Looked After" in shown
    assert "Left out, as the window is narrow: note." in shown


@pytest.mark.parametrize("shown", [70, 40], indirect=True)
def test_no_figure_is_cut(shown: str) -> None:
    assert "TBC (Unavailable)" in shown
    assert "406" in shown
    assert "…" not in shown


def test_a_pipe_gets_them_all(capsys: pytest.CaptureFixture[str]) -> None:
    show_table(COLUMNS, ROWS, spare=("note", "indicator"), wrapped="indicator")
    first, *_ = capsys.readouterr().out.splitlines()
    assert first.split() == list(COLUMNS)
