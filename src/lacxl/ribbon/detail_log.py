"""The log of the buttons: what was asked, how it ended, where lacxl failed. No child's value."""

from __future__ import annotations

import datetime as dt
import os
import traceback
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from lacxl.domain.finding import Finding
from lacxl.domain.safe_text import one_line
from lacxl.files.home import local_home
from lacxl.files.plain import is_own, is_there

LARGEST = 300_000
KEPT = 2
_APPEND = (
    os.O_WRONLY
    | os.O_CREAT
    | os.O_APPEND
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_BINARY", 0)
)


def log_file() -> Path:
    """Return where the log is kept."""
    return local_home() / "log.txt"


def log(*lines: str) -> None:
    """Add an entry: the first line has the time in UTC, the others are indented.

    It never fails a run.
    """
    now = dt.datetime.now(dt.UTC)
    split = [line for text in lines for line in (text.splitlines() or [""])]
    first, *more = map(one_line, split)
    entry = f"{now:%Y-%m-%d %H:%M:%S} {first}\n" + "".join(f"    {line}\n" for line in more)
    with suppress(OSError):
        file = log_file()
        file.parent.mkdir(parents=True, exist_ok=True)
        if is_there(file) and not is_own(file):
            return  # a link leads to something that is not lacxl's, a pipe would be waited for
        if is_there(file) and file.stat().st_size > LARGEST:
            _set_aside(file)
        handle = os.open(file, _APPEND, 0o666)
        with os.fdopen(handle, "ab") as opened:
            opened.write(entry.encode("utf-8", "backslashreplace"))


def coded_places(findings: Iterable[Finding]) -> Iterable[str]:
    """Yield code and place of findings; their words may repeat an analyst's note."""
    return (f"{each.code} {each.where}".strip() for each in findings)


def frames_of(fault: BaseException) -> Iterable[str]:
    """Yield what failed and where, without its words: they may hold a value."""
    while True:
        yield f"{type(fault).__module__}.{type(fault).__qualname__}"
        for frame in traceback.extract_tb(fault.__traceback__):
            yield f"  {frame.filename}, line {frame.lineno}, in {frame.name}"
        cause = fault.__cause__ or fault.__context__
        if cause is None:
            return
        fault = cause
        yield "which followed from"


def _set_aside(file: Path) -> None:
    """Keep the full log as log.1.txt; one that another process holds open keeps growing."""
    for number in range(KEPT, 0, -1):
        newer = file if number == 1 else file.with_name(f"log.{number - 1}.txt")
        if newer.exists():
            newer.replace(file.with_name(f"log.{number}.txt"))
