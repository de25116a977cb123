"""No child in workbook, log, receipt or message: what looks like a record is never repeated.

The columns of an extract that hold figures, months and indicators never pass their text on, and
columns that are not of the layout are not read (R106 names such a column by its heading, so that
it can be found, and never by what stands in it). The note is another matter: it is the analyst's
own words, given to be shown in the month's cell when there is no figure. The history keeps it, and
so do the register, which has each line of the history, and the receipt, which must be able to put
cells back. It appears nowhere else: not in the log, not in a finding, not in what a run says. Only
`figures` and `explain`, which show cells when asked, have it.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from folders import (
    COPY,
    MAY,
    REGISTER,
    Ran,
    assert_done,
    assert_plain,
    run,
    settings_under,
    workbook_of,
)
from planting import rows_of, set_reading, set_text, write_rows

CHILD = "Zebediah Quill"
RECORDS = (
    CHILD,  # a name
    "ZQ-4471093/a",  # a case number
    "943 476 5919",  # a number of the health service, as people write it
    "9434765919123",  # digits alone
    "A123456789012Z",  # a pupil's number
    "quill.zebediah@example.org",
    "14/02/2003",
)
COLUMNS = ("indicator", "month", "numerator", "denominator", "value")


def everything(folder: Path, ran: Ran, extract: str) -> str:
    """Return all that was said and all that stands in any file but the extract itself."""
    texts = [ran.out, ran.err]
    for path in folder.rglob("*"):
        texts.append(path.name)
        if not path.is_file() or path.name == extract:
            continue
        content = path.read_bytes()
        if zipfile.is_zipfile(io.BytesIO(content)):
            with zipfile.ZipFile(path) as package:
                texts += [
                    package.read(name).decode("utf-8", "replace") for name in package.namelist()
                ]
        else:
            texts.append(content.decode("utf-8", "replace"))
    return "\n".join(texts)


def pieces(record: str) -> list[str]:
    """Return what would give a child away: the whole, and each of its longer words."""
    return [record, *(word for word in record.replace("@", " ").split() if len(word) > 4)]


def assert_nowhere(record: str, text: str) -> None:
    for piece in pieces(record):
        assert piece not in text, f"{piece!r} in: ...{text[max(0, text.find(piece) - 200) :][:400]}"


@pytest.mark.parametrize("record", RECORDS)
@pytest.mark.parametrize("column", COLUMNS)
def test_in_a_column_that_is_read(fresh: Path, column: str, record: str) -> None:
    rows = rows_of(fresh)
    at = next(i for i, row in enumerate(rows) if row[:2] == ["7.6", MAY])
    rows[at][rows[0].index(column)] = record
    write_rows(fresh, rows)
    for command in (
        ("refresh", MAY), ("refresh", MAY, "--json"), ("issue", MAY), ("figures", MAY),
        ("explain", "7.6", MAY),
    ):  # fmt: skip
        ran = run(fresh, *command)
        assert_plain(ran)
        assert ran.code == 3, "nothing that looks like a record is a figure"
        assert_nowhere(record, everything(fresh, ran, "readings.csv"))


@pytest.mark.parametrize("record", RECORDS)
@pytest.mark.parametrize("heading", ["child", "Name of child", ""])
def test_in_a_column_that_is_not_read(fresh: Path, heading: str, record: str) -> None:
    write_rows(
        fresh, [[*row, record if number else heading] for number, row in enumerate(rows_of(fresh))]
    )
    for command in (
        ("refresh", MAY),
        ("refresh", MAY, "--json"),
        ("issue", MAY),
        ("explain", "7.6", MAY),
    ):
        ran = run(fresh, *command)
        assert_done(ran)
        assert_nowhere(record, everything(fresh, ran, "readings.csv"))


@pytest.mark.parametrize("record", RECORDS)
@pytest.mark.parametrize("file", ["outturns.csv", "benchmarks.csv"])
@pytest.mark.parametrize("column", [0, 1, 2, 3])
def test_in_another_extract(fresh: Path, file: str, column: int, record: str) -> None:
    path = fresh / file
    lines = [line.split(",") for line in path.read_text("utf-8").splitlines()]
    lines[4][column] = record
    path.write_text("\n".join(map(",".join, lines)), "utf-8")
    ran = run(fresh, "refresh", MAY)
    assert_plain(ran)
    if ran.code == 3:
        assert_nowhere(record, everything(fresh, ran, file))
    else:  # a benchmark may be a word, such as "-" or "not published"
        assert (file, column in (2, 3)) == ("benchmarks.csv", True)


@pytest.mark.parametrize("shift", [1, 2, 3])
def test_in_rows_that_are_shifted(fresh: Path, shift: int) -> None:
    """A column put before the others: every cell stands one, two or three places to the right."""
    rows = rows_of(fresh)
    write_rows(fresh, [rows[0], *([*[CHILD] * shift, *row][:6] for row in rows[1:])])
    ran = run(fresh, "refresh", MAY)
    assert ran.code == 3
    assert_nowhere(CHILD, everything(fresh, ran, "readings.csv"))


def test_in_a_file_without_header(fresh: Path) -> None:
    write_rows(fresh, [[CHILD, "ZQ-4471093/a", "1", "2", "3", "4"]] * 3)
    ran = run(fresh, "refresh", MAY)
    assert ran.code == 3
    assert_nowhere(CHILD, everything(fresh, ran, "readings.csv"))


# A note's own words are shown in the cell, and on request; see above.


def test_a_note_of_a_missing_figure_is_shown_in_its_cell_alone(fresh: Path) -> None:
    set_reading(fresh, "7.7", MAY, note="late: see ZQ")
    planned = run(fresh, "refresh", MAY, "--dry-run")
    ran = run(fresh, "refresh", MAY)
    assert_done(ran)
    assert "7.7 May-15: there is a note instead" in " ".join(planned.out.split())
    assert "ZQ" not in planned.out + planned.err + ran.out + ran.err
    assert "late: see ZQ" not in (fresh / "lacxl-log.jsonl").read_text("utf-8")
    assert "late: see ZQ" in (fresh / "lacxl-history.csv").read_text("utf-8")
    assert "late: see ZQ" in run(fresh, "figures", MAY).out
    assert "late: see ZQ" in " ".join(run(fresh, "explain", "7.7", MAY).out.split())


def test_a_note_beside_a_figure_goes_to_the_history_and_its_register_alone(fresh: Path) -> None:
    set_reading(fresh, "7.1", MAY, numerator="406", note=CHILD)
    ran = run(fresh, "refresh", MAY)
    assert_done(ran)
    assert_done(run(fresh, "issue", MAY))
    for name in ("lacxl-history.csv", REGISTER):
        kept = (fresh / name).read_text("utf-8")
        assert [line.count(CHILD) for line in kept.splitlines() if CHILD in line] == [1]
        (fresh / name).unlink()
    assert (fresh / COPY).exists()
    assert_nowhere(CHILD, everything(fresh, ran, "readings.csv"))


@pytest.mark.parametrize("note", [CHILD * 30, f"{CHILD}\nand more", f"{CHILD}\ufffd"])
def test_a_note_that_is_refused_is_not_repeated(fresh: Path, note: str) -> None:
    set_reading(fresh, "7.7", MAY, note=note)
    ran = run(fresh, "refresh", MAY)
    assert ran.code == 3
    assert "R132" in ran.codes()
    assert_nowhere(CHILD, everything(fresh, ran, "readings.csv"))


def test_the_log_holds_codes_and_numbers_alone(fresh: Path) -> None:
    settings_under(fresh, "workbook", 'formulas = "keep"')
    set_text(workbook_of(fresh), "Cover", "C9", CHILD)
    ran = run(fresh, "refresh", MAY)
    assert_done(ran)
    assert_nowhere(CHILD, (fresh / "lacxl-log.jsonl").read_text("utf-8"))
    assert_nowhere(CHILD, ran.out + ran.err)
