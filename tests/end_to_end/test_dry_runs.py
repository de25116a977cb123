"""A dry run promises nothing that the run refuses: each refusal comes from both, word for word."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from folders import (
    COPY,
    MAY,
    REFUSED,
    assert_done,
    assert_refused,
    before_registers,
    run,
    settings_add,
    squeezed,
    state_of,
    workbook_of,
)
from planting import SUMMARY, before_end, edit_sheet, lock_cells, protect_with, set_reading

from lacxl.workbook.address import Cell, CellRef

Plant = Callable[[Path], object]
DIGEST = "CC1A"


def covered(folder: Path) -> None:
    """Merge a cell of May with the one before it, as somebody may after the fill."""
    merge = b'<mergeCells count="1"><mergeCell ref="G12:H12"/></mergeCells>'
    path = workbook_of(folder)
    edit_sheet(path, SUMMARY, lambda text: re.sub(rb"<mergeCells.*?</mergeCells>", b"", text))
    edit_sheet(
        path,
        SUMMARY,
        before_end(merge, "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks",
                   "printOptions", "pageMargins"),
    )  # fmt: skip


def in_a_table(folder: Path) -> None:
    """Make an array formula of the cell beside May's, which fills May's too."""
    edit_sheet(
        workbook_of(folder),
        SUMMARY,
        lambda text: re.sub(
            rb'<c r="F12"([^>]*)>.*?</c>',
            rb'<c r="F12"\1><f t="array" ref="F12:H12">{1,2,3}</f><v>1</v></c>',
            text,
            count=1,
        ),
    )


def read_only(name: str) -> Plant:
    def plant(folder: Path) -> None:
        path = folder / name
        if not path.exists():
            before_registers(folder)
            path.write_text("month,issue,file,sha256,issued_on\n", "utf-8")
        path.chmod(0o444)

    return plant


def in_the_way(name: str) -> Plant:
    def plant(folder: Path) -> None:
        path = folder / name
        if path.is_dir():
            path.rename(folder / f"old {name}")
        path.write_text("in the way", "utf-8")

    return plant


def with_password(folder: Path) -> None:
    """Lock a cell of May on a sheet with a password."""
    lock_cells(workbook_of(folder), [CellRef(SUMMARY, Cell.parse("H6"))])
    protect_with(workbook_of(folder), SUMMARY, DIGEST)


def opened_in(name: str) -> Plant:
    return lambda folder: (folder / name.format(workbook_of(folder).name)).write_bytes(b"")


EVERYWHERE: dict[str, tuple[Plant, str]] = {
    "marked read-only": (lambda folder: workbook_of(folder).chmod(0o444), "F108"),
    "a file where backups go": (in_the_way("backups"), "F110"),
    "a password that is not given": (with_password, "W130"),
}
OWN: dict[str, dict[str, tuple[Plant, str]]] = {
    "refresh": {
        "a file where receipts go": (in_the_way("receipts"), "F110"),
        "a history marked read-only": (read_only("lacxl-history.csv"), "F108"),
    },
    "issue": {
        "a record marked read-only": (read_only("lacxl-issued.csv"), "F108"),
        "a file where copies go": (
            lambda folder: settings_add(folder, '[issued]\nfolder = "readings.csv"'),
            "F110",
        ),
        "another file in the copy's place": (
            lambda folder: (folder / COPY).write_bytes(b"somebody else's"),
            "I104",
        ),
    },
    "undo": {
        "a cell that was merged since": (covered, "W123"),
        "a cell that an array formula fills since": (in_a_table, "W125"),
    },
}
CASES = [
    pytest.param(command, plant, code, id=f"{command}, {name}")
    for command, own in OWN.items()
    for name, (plant, code) in {**EVERYWHERE, **own}.items()
]


@pytest.mark.parametrize(("command", "plant", "code"), CASES)
def test_what_the_run_refuses_the_dry_run_refuses(
    filled: Path, command: str, plant: Plant, code: str
) -> None:
    plant(filled)
    arguments = (command,) if command == "undo" else (command, MAY)
    if command == "refresh":
        set_reading(filled, "7.1", MAY, numerator="404")
    before = state_of(filled, locks=True)
    dry = run(filled, *arguments, "--dry-run")
    assert state_of(filled, locks=True) == before
    ran = run(filled, *arguments)
    assert (ran.code, set(ran.codes())) == (REFUSED, {code}), ran.out + ran.err
    assert (dry.code, squeezed(dry.err)) == (REFUSED, squeezed(ran.err)), dry.out + dry.err


def test_of_a_filled_copy_too(filled: Path, tmp_path: Path) -> None:
    with_password(filled)
    set_reading(filled, "7.1", MAY, numerator="404")
    for more in (("--dry-run",), ()):
        out = tmp_path / f"out{len(more)}.xlsx"
        ran = run(filled, "refresh", MAY, "--out", str(out), *more)
        assert (ran.code, set(ran.codes())) == (REFUSED, {"W130"})


def test_of_a_filled_copy_the_workbook_may_be_open(filled: Path, tmp_path: Path) -> None:
    opened_in("~${}")(filled)
    for more in (("--dry-run",), ()):
        assert_done(run(filled, "refresh", MAY, "--out", str(tmp_path / "out.xlsx"), *more))


def test_of_a_month_issued_by_its_locks_alone_the_record_is_asked_too(fresh: Path) -> None:
    read_only("lacxl-issued.csv")(fresh)
    for more in (("--dry-run",), ()):
        ran = run(fresh, "refresh", "2015-04", "--reissue", *more)
        assert (ran.code, ran.codes()) == (REFUSED, ["F108"])


@pytest.mark.parametrize(("name", "code"), [("~${}", "F201"), (".~lock.{}#", "F202")])
@pytest.mark.parametrize("command", ["refresh", "issue", "undo"])
def test_a_workbook_that_is_open_may_be_looked_at_and_nothing_is_promised(
    filled: Path, command: str, name: str, code: str
) -> None:
    opened_in(name)(filled)
    arguments = (command,) if command == "undo" else (command, MAY)
    dry = run(filled, *arguments, "--dry-run")
    assert_done(dry)
    assert code in dry.codes()
    assert_refused(run(filled, *arguments), code)


@pytest.mark.parametrize("command", ["refresh", "issue", "undo"])
def test_one_that_is_in_order_leaves_nothing_behind(filled: Path, command: str) -> None:
    arguments = (command,) if command == "undo" else (command, MAY)
    before = state_of(filled, locks=True)
    assert_done(run(filled, *arguments, "--dry-run"))
    assert state_of(filled, locks=True) == before
