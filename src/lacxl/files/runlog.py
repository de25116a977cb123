"""The run log: one JSON object per line, what each run did; it never stops a run."""

from __future__ import annotations

import datetime as dt
import json
import math
import os
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from pathlib import Path

from lacxl.domain.errors import Refused, refuse
from lacxl.domain.finding import Finding, warning
from lacxl.domain.safe_text import in_json, redacted
from lacxl.files.plain import open_plain, require_plain

MAX_BYTES = 5_000_000
_BEGINS = b'{"'
KEPT = 3


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class RunLog:
    """Appends events to a log file: {"time", "run", "event", "facts"}, a line each.

    `run` tells the lines of one run from another's. A log that would grow beyond `max_bytes`
    is set aside as name.1.jsonl (then .2, .3), and `keep` of those stay.
    """

    def __init__(
        self,
        path: Path,
        *,
        run: str | None = None,
        max_bytes: int = MAX_BYTES,
        keep: int = KEPT,
        clock: Callable[[], dt.datetime] = _now,
    ) -> None:
        self.path = path
        self.run = run or os.urandom(6).hex()
        self._max_bytes = max_bytes
        self._keep = keep
        self._clock = clock
        self._told = False

    def write(self, event: str, /, **facts: object) -> Finding | None:
        """Append one event; return a warning (F401) the first time that it cannot be written.

        Facts may be of any kind: what JSON has no word for is written as text. They must never
        name a child.
        """
        try:
            self._append(self._line(event, facts))
        except Refused as refused:
            return None if self._told else self._tell(refused.findings[0])
        except (OSError, ValueError, TypeError, RecursionError) as fault:
            if self._told:
                return None
            self._told = True
            reason = getattr(fault, "strerror", None) or str(fault)
            return warning(
                "F401",
                f"the run log cannot be written: {reason}.",
                str(self.path),
                "The run itself goes on; make room or ask for the right to write there.",
            )
        return None

    def _tell(self, fault: Finding) -> Finding:
        self._told = True
        return warning(fault.code, fault.what, fault.where, fault.todo)

    def _line(self, event: str, facts: Mapping[str, object]) -> bytes:
        moment = self._clock().astimezone(dt.UTC).isoformat(timespec="milliseconds")
        entry = {
            "time": moment.replace("+00:00", "Z"),
            "run": self.run,
            "event": event,
            "facts": _plain(facts),
        }
        text = in_json(json.dumps(entry, ensure_ascii=False, allow_nan=False))
        return text.encode("utf-8", "backslashreplace") + b"\n"

    def _append(self, line: bytes) -> None:
        require_plain(self.path)
        size = self.path.stat().st_size if self.path.exists() else 0
        if size:
            self._require_own()
        if size and size + len(line) > self._max_bytes:
            self._rotate()
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
        handle = os.open(self.path, flags, 0o640)
        try:
            if _ends_open(handle):
                line = b"\n" + line
            os.write(handle, line)
        finally:
            os.close(handle)

    def _require_own(self) -> None:
        """Raise Refused (F117) where the file is something else: nothing is added to that."""
        with open_plain(self.path) as file:
            begins = file.read(len(_BEGINS))
        if begins != _BEGINS:
            raise refuse(
                "F117",
                "the file that is named as run log is something else, and nothing was added to it.",
                str(self.path),
                "Name a file of its own under [log] in lacxl.toml.",
            )

    def _rotate(self) -> None:
        """Set the full log aside; one that is held by another program keeps growing."""
        try:
            names = [self.path, *aside(self.path, self._keep)]
            for older, newer in reversed(list(zip(names[1:], names[:-1], strict=True))):
                if newer.exists():
                    newer.replace(older)
        except OSError:
            return


def aside(log: Path, keep: int = KEPT) -> tuple[Path, ...]:
    """Return where full logs are set aside, the newest first; a drive's root has none beside it."""
    if not log.name:
        return ()
    return tuple(log.with_name(f"{log.stem}.{n}{log.suffix}") for n in range(1, keep + 1))


def _ends_open(handle: int) -> bool:
    """Say whether the last line was never ended, as a killed run leaves it."""
    if os.lseek(handle, 0, os.SEEK_END) == 0:
        return False
    os.lseek(handle, -1, os.SEEK_END)
    return os.read(handle, 1) != b"\n"


def _plain(value: object) -> object:
    """Return the value in JSON's own kinds."""
    match value:
        case None | bool() | int():
            return value
        case str():
            return redacted(value)
        case float():
            return value if math.isfinite(value) else str(value)
        case Finding():
            return value.as_dict()
        case Enum():
            return _plain(value.value)
        case Mapping():
            return {str(key): _plain(entry) for key, entry in value.items()}
        case dt.date() | dt.time():
            return value.isoformat()
        case bytes():
            return value.decode("utf-8", "backslashreplace")
        case set() | frozenset():
            return sorted((_plain(entry) for entry in value), key=str)
        case Iterable():
            return [_plain(entry) for entry in value]
        case _:
            return str(value)
