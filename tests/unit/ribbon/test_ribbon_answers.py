"""What the person is told, what is kept of a run, and what the log holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from lacxl.app.words import cell_of
from lacxl.domain.errors import Refused, Unfinished
from lacxl.domain.finding import error, note, warning
from lacxl.files.key_values import to_values
from lacxl.ribbon import detail_log
from lacxl.ribbon.answer import Answer, Status, refusal, write_answer
from lacxl.ribbon.last_run import LastRun, keep, last_run, wanting_first
from lacxl.workbook.address import Cell, CellRef

CLOSED = "(Commands are for the command line, with the workbook saved and closed.)"


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LACXL_HOME", str(tmp_path / "home"))


def test_a_refusal_says_what_happened_where_and_what_to_do() -> None:
    fault = Refused(error("R101", "the row is damaged.", "readings.csv row 4", "Mend it."))
    answer = refusal(fault, "Fill month", "2015-05")
    assert answer.status is Status.REFUSED
    assert answer.message == (
        "The row is damaged.\nWhere: readings.csv row 4\nWhat to do: Mend it.\n(R101)\n\n"
        "Nothing was changed."
    )


@pytest.mark.parametrize(
    ("todo", "told"),
    [
        ("Run: lacxl refresh 2015-05", "Press Fill month"),
        (
            "Run: lacxl refresh 2015-05, look at what changed, then issue it.",
            "Press Fill month, look at what changed, then issue it.",
        ),
        (
            "Run: lacxl refresh 2015-05 --reissue",
            f"Run: lacxl refresh 2015-05 --reissue {CLOSED}",
        ),
        (
            'Then: lacxl restate 2015-05 --reason "WHY", with --issue for a corrected copy.',
            "Then: press Restate month.",
        ),
        (
            'A corrected one: lacxl restate 2015-05 --reason "WHY" --issue',
            f'A corrected one: lacxl restate 2015-05 --reason "WHY" --issue {CLOSED}',
        ),
        ("Mend the row.", "Mend the row."),
    ],
)
def test_what_to_do_is_said_in_the_words_of_the_buttons(todo: str, told: str) -> None:
    message = refusal(Refused(error("I105", "no figure.", "", todo)), "Issue").message
    assert f"What to do: {told}\n" in message


def test_of_many_faults_as_many_as_a_message_box_shows() -> None:
    fault = Refused(error("R101", f"row {number} is damaged.", "f.csv") for number in range(99))
    message = refusal(fault, "Fill month").message
    assert len(message) < 1000
    assert "more: press Problems" in message
    assert message.endswith("Nothing was changed.")
    assert len(refusal(Refused(error("R101", "x" * 5000)), "Fill month").message) < 1000


def test_what_was_changed_already_is_not_denied() -> None:
    message = refusal(Unfinished(error("F105", "the disk is full.")), "Issue").message
    assert "Nothing was changed" not in message
    assert "Press the button again" in message


def test_the_result_file_appears_whole(tmp_path: Path) -> None:
    file = tmp_path / "lacxl-1.txt"
    write_answer(Answer(Status.OK, "Fill month", "£5\nmore", "2015-05"), file)
    assert to_values(file.read_text("ascii")) == {
        "format": "1", "status": "ok", "title": "Fill month", "message": "£5\nmore",
        "month": "2015-05",
    }  # fmt: skip
    assert [path.name for path in tmp_path.iterdir()] == ["lacxl-1.txt"]
    with pytest.raises(OSError, match="No such file"):
        write_answer(Answer(Status.OK, "", ""), tmp_path / "none" / "lacxl-1.txt")


@pytest.mark.parametrize(
    ("where", "place"),
    [
        ("'Reviews & Visits'!F7", ("Reviews & Visits", "F7")),
        ("Placements!F14, Placements!F15", ("Placements", "F14")),
        ("'Anne''s page'!$B$2", ("Anne's page", "B2")),
        ("readings.csv row 4", None),
        ("F7", None),
        ("Sheet!F0", None),
        ("", None),
    ],
)
def test_a_finding_links_to_the_cell_it_is_about(where: str, place: tuple[str, str] | None) -> None:
    expected = None if place is None else CellRef(place[0], Cell.parse(place[1]))
    assert cell_of(warning("K101", "x", where)) == expected


def test_the_last_run_is_kept_by_book() -> None:
    findings = (note("K107", "a note"), warning("K101", "a £ warning", "Sheet!A1", "Look."))
    assert last_run("Report.xlsx") is None
    keep("Report.xlsx", LastRun("fill", "2015-05", findings))
    found = last_run("Report.xlsx")
    assert found == LastRun("fill", "2015-05", findings)
    assert found.problems == 1
    assert wanting_first(found.findings) == [findings[1], findings[0]]
    assert last_run("Other.xlsx") is None


def test_a_damaged_one_counts_as_none(tmp_path: Path) -> None:
    keep("Report.xlsx", LastRun("fill", "2015-05", ()))
    (file,) = (tmp_path / "home" / "state").iterdir()
    deep = "[" * 200_000
    for damaged in ("", "{}", "[1]", '{"verb": 1, "month": 2, "findings": [3]}', deep):
        file.write_text(damaged, "utf-8")
        assert last_run("Report.xlsx") is None


class TestLog:
    def test_an_entry_bears_the_time_and_is_set_in(self) -> None:
        detail_log.log("fill on Août.xlsx", "one\ntwo")
        lines = detail_log.log_file().read_text("utf-8").splitlines()
        assert lines[0][20:] == "fill on Août.xlsx"
        assert lines[1:] == ["    one", "    two"]

    def test_it_stays_small(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(detail_log, "LARGEST", 1000)
        for _ in range(200):
            detail_log.log("x" * 90)
        files = sorted(path.name for path in detail_log.log_file().parent.iterdir())
        assert files == ["log.1.txt", "log.2.txt", "log.txt"]
        sizes = [path.stat().st_size for path in detail_log.log_file().parent.iterdir()]
        assert max(sizes) < 1200

    def test_a_fault_is_placed_and_not_quoted(self) -> None:
        try:
            try:
                raise ValueError("Zebediah Quill")
            except ValueError as inner:
                raise RuntimeError("Zebediah Quill") from inner
        except RuntimeError as fault:
            text = "\n".join(detail_log.frames_of(fault))
        assert "builtins.RuntimeError" in text
        assert "builtins.ValueError" in text
        assert Path(__file__).name in text
        assert "Quill" not in text

    def test_a_log_that_cannot_be_written_stops_nothing(self, tmp_path: Path) -> None:
        (tmp_path / "home").write_text("a file in its place", "utf-8")
        detail_log.log("fill")
