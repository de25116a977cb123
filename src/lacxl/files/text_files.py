"""Small text files written as safely as workbooks: UTF-8, each line ended by one newline."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from lacxl.domain.errors import refuse
from lacxl.files.backups import flush, flush_folder
from lacxl.files.os_errors import coded
from lacxl.files.plain import read_plain
from lacxl.files.replacing import Replaced, Stamp, replace_file, stamp_of
from lacxl.files.temporary import rename_to_new, temporary_beside


def write_text(
    target: Path,
    text: str,
    *,
    private: bool = False,
    on_step: Callable[[str], None] = lambda _step: None,
) -> Replaced:
    """Make `text` the whole of a file, in one step; the same text again touches nothing.

    A `private` file is its owner's alone. `on_step` is called with each step.
    Raises Refused.
    """
    content = _encoded(text, target)
    before = _stamp(target)
    if before.size == len(content) and _content(target) == content:
        return Replaced(target, changed=False)
    return _replace(target, content, before, private=private, on_step=on_step)


def write_new_text(target: Path, text: str) -> bool:
    """Write a file that is not there yet, whole or not at all; say whether the name was free.

    Raises Refused.
    """
    content = _encoded(text, target)
    with coded(target, "writing the file"), temporary_beside(target) as new:
        new.write_bytes(content)
        flush(new)
        try:
            rename_to_new(new, target)
        except FileExistsError:
            return False
        flush_folder(target.parent)
    return True


def append_lines(target: Path, lines: Iterable[str], *, header: str | None = None) -> Replaced:
    """Add lines at the end of a file, in one step: all of them or none.

    The old lines stay byte for byte; a last line that was never ended is ended first. A file
    that is missing or empty begins with `header`. No lines: the file is not touched.
    Raises Refused, also for a file that is no longer UTF-8.
    """
    added = [_line(line) for line in lines]
    if not added:
        return Replaced(target, changed=False)
    before = _stamp(target)
    old = _content(target) if before.size > 0 else b""
    if not old and header is not None:
        added.insert(0, _line(header))
    if old:
        _require_utf8(old, target)
        if not old.endswith(b"\n"):
            old += b"\n"
    return _replace(target, old + _encoded("".join(added), target), before)


def _replace(
    target: Path,
    content: bytes,
    before: Stamp,
    *,
    private: bool = False,
    on_step: Callable[[str], None] = lambda _step: None,
) -> Replaced:
    def write(path: Path) -> None:
        path.write_bytes(content)

    return replace_file(target, write, since=before, private=private, on_step=on_step)


def _line(line: str) -> str:
    return line.removesuffix("\n").removesuffix("\r") + "\n"


def _stamp(target: Path) -> Stamp:
    with coded(target, "looking at the file"):
        return stamp_of(target)


def _content(target: Path) -> bytes:
    with coded(target, "reading the file"):
        return read_plain(target)


def _encoded(text: str, target: Path) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as fault:
        raise refuse(
            "F112",
            f"the text holds something that is not a character (at position {fault.start + 1}).",
            str(target),
            "Look for a file name or an extract with damaged characters, and correct it.",
        ) from fault


def _require_utf8(content: bytes, target: Path) -> None:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        raise refuse(
            "F113",
            "the file is no longer UTF-8: another program has saved it, so nothing is added.",
            f"{target}, line {line}",
            'Save it as "CSV UTF-8", or put back the copy from before it was saved.',
        ) from fault
