"""Notes of issues in Excel that are under way: what each was about to do, should it be cut off."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from lacxl.files.json_files import read_json
from lacxl.files.os_errors import coded
from lacxl.files.text_files import write_text
from lacxl.ledgers.kept_changes import kept, restored
from lacxl.ledgers.receipts import FOLDER
from lacxl.settings.settings import Settings
from lacxl.workbook.changes import ChangeSet

_SUFFIX = ".issuing"


@dataclass(frozen=True, slots=True)
class Note:
    """What an issue in Excel was about to do when the note was left."""

    file: Path
    number: int
    copy: Path
    on: dt.date
    changes: ChangeSet


def leave_note(
    settings: Settings, number: int, copy: Path, on: dt.date, changes: ChangeSet
) -> Path:
    """Write down what an issue is about to do, before the open book changes; raises Refused."""
    file = settings.folder / FOLDER / f"{copy.stem}{_SUFFIX}"
    with coded(file.parent, "making the folder of receipts"):
        file.parent.mkdir(parents=True, exist_ok=True)
    content = {
        "number": number,
        "copy": copy.name,
        "on": on.isoformat(),
        "changes": kept(changes),
    }
    write_text(file, json.dumps(content, indent=1, ensure_ascii=False) + "\n")
    return file


def note_of(settings: Settings, copy: Path) -> Note | None:
    """Return the note that was left for the issued copy of this name, None where there is none."""
    file = settings.folder / FOLDER / f"{copy.stem}{_SUFFIX}"
    try:
        content = read_json(file)
        on = dt.date.fromisoformat(content["on"])
        return Note(file, int(content["number"]), copy, on, restored(content["changes"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def drop_note(file: Path) -> None:
    """Take a note away, and the folder if it holds nothing else."""
    with suppress(OSError):
        file.unlink(missing_ok=True)
        file.parent.rmdir()
