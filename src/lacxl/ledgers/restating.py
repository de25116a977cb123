"""The note of a restatement under way: the lines for its ledger, should the run be cut off."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from lacxl.domain.errors import Refused, Unfinished
from lacxl.files.json_files import read_json
from lacxl.files.os_errors import coded
from lacxl.files.plain import is_there
from lacxl.files.text_files import write_text
from lacxl.ledgers.keeping import keep
from lacxl.ledgers.receipts import FOLDER, happened, receipts
from lacxl.ledgers.restated import RESTATED, Restated
from lacxl.settings.settings import Settings


@dataclass(frozen=True, slots=True)
class _Note:
    """What a run was about to add, and the receipt of its change, "" where no cell changes."""

    lines: tuple[Restated, ...]
    receipt: str


def leave_lines(settings: Settings, lines: Sequence[Restated], receipt: Path | None) -> None:
    """Write down what the ledger gets once the workbook has changed; raises Refused."""
    file = _file(settings)
    with coded(file.parent, "making the folder of receipts"):
        file.parent.mkdir(parents=True, exist_ok=True)
    content = {
        "receipt": receipt.name if receipt else "",
        "lines": [RESTATED.line(each) for each in lines],
    }
    write_text(file, json.dumps(content, indent=1, ensure_ascii=False) + "\n")


@contextmanager
def lines_first(
    settings: Settings, lines: Sequence[Restated], receipt: Path | None
) -> Iterator[None]:
    """Keep the lines while the block changes the workbook; they go where that is refused."""
    if lines:
        leave_lines(settings, lines, receipt)
    try:
        yield
    except Refused as refused:
        if not isinstance(refused, Unfinished):
            drop_lines(settings)
        raise


def drop_lines(settings: Settings) -> None:
    """Take the note away, and the folder if it holds nothing else."""
    with suppress(OSError):
        _file(settings).unlink(missing_ok=True)
        _file(settings).parent.rmdir()


def restatements(settings: Settings, source: Path) -> tuple[Restated, ...]:
    """Return the ledger, with the lines of a run that was cut off before it could add them.

    `source` is a file that holds the workbook. Raises Refused.
    """
    ledger = RESTATED.load(settings.restated_path)
    return (*ledger, *_left(settings, source, ledger))


def finish_restating(settings: Settings, source: Path) -> bool:
    """Add to the ledger what a run that was cut off did not; say whether there was anything.

    Raises Refused.
    """
    if not is_there(_file(settings)):
        return False
    left = _left(settings, source, RESTATED.load(settings.restated_path))
    keep(settings, RESTATED, settings.restated_path, left)
    drop_lines(settings)
    return bool(left)


def _left(settings: Settings, source: Path, ledger: Sequence[Restated]) -> tuple[Restated, ...]:
    """Return the lines of the note, if their change was made and they are not in the ledger."""
    note = _note(settings)
    if note is None or not _is_made(settings, note, source):
        return ()
    known = {(each.when, each.undoes) for each in ledger}
    return tuple(each for each in note.lines if (each.when, each.undoes) not in known)


def _is_made(settings: Settings, note: _Note, source: Path) -> bool:
    if not note.receipt:
        return True
    mine = [each for each in receipts(settings) if each.path.name == note.receipt]
    return any(not each.waiting or happened(settings, each, source) is not False for each in mine)


def _note(settings: Settings) -> _Note | None:
    try:
        content = read_json(_file(settings))
        lines = tuple(map(RESTATED.parse, content["lines"]))
        return _Note(lines, str(content["receipt"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _file(settings: Settings) -> Path:
    return settings.folder / FOLDER / f"{settings.restated_path.stem}.restating"
