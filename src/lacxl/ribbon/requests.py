"""What the helper takes for a request: a verb of lacxl's on a named open book, nothing else."""

from __future__ import annotations

import os
import re
import stat
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from lacxl.domain.errors import Refused, refuse
from lacxl.domain.finding import Finding, error
from lacxl.files.home import local_home
from lacxl.files.key_values import escaped, unescaped
from lacxl.files.plain import is_same
from lacxl.ribbon.verbs import VERBS

LARGEST = 8_000
LONGEST_NAME = 255
LONGEST_TEXT = 2_000
STALE = 60.0
"""Seconds after which a request is no longer served: nobody expects its work any more."""

_KEYS = {"verb", "hwnd", "book", "result"}
_MORE = {"arg", "reason"}
_RESULT = re.compile(r"lacxl-[A-Za-z0-9.-]{1,80}\.txt")
_ARG = re.compile(r"[0-9]{4}-[0-9]{2}|")
_TODO = "Press the button again. If it stays, install add-in and lacxl of the same version."


@dataclass(frozen=True, slots=True)
class Request:
    """A request that was admitted."""

    verb: str
    hwnd: str
    book: str
    result: Path
    arg: str
    reason: str


def read_request(file: Path) -> str:
    """Return the text of a request file; raises Refused (B301).

    A link is not followed, and what is no small plain file is refused.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    flags |= getattr(os, "O_NONBLOCK", 0)  # a pipe put in its place would be waited for
    try:
        facts = os.lstat(file)
        if not _is_plain(facts):
            raise _not_taken("it is a link, a folder or a device", file)
        if facts.st_size > LARGEST:
            raise _not_taken(f"it is larger than {LARGEST:,} bytes", file)
        handle = os.open(file, flags)
        with os.fdopen(handle, "rb") as opened:
            content = opened.read(LARGEST + 1)
    except OSError as fault:
        raise _not_taken(f"it cannot be read: {fault.strerror}", file) from fault
    if len(content) > LARGEST:
        raise _not_taken(f"it is larger than {LARGEST:,} bytes", file)
    try:
        return content.decode("ascii")
    except UnicodeDecodeError as fault:
        raise _not_taken("it is not in ASCII", file) from fault


def require_fresh(file: Path) -> None:
    """Raise Refused (B306) for a request that has waited for more than a minute."""
    try:
        age = time.time() - os.lstat(file).st_mtime
    except OSError as fault:
        raise _not_taken(f"it cannot be read: {fault.strerror}", file) from fault
    if age > STALE:
        raise refuse(
            "B306",
            "The helper was at work for another Excel, or had not been started, for more than a "
            "minute after the button was pressed.",
            todo="Press the button again.",
        )


def admit(text: str) -> Request:
    """Return the request that a text is; raises Refused (B302) with every fault of it."""
    values, faults = _values(text)
    faults += [_fault(f"{key} is missing") for key in sorted(_KEYS - set(values))]
    verb, hwnd = values.get("verb", ""), values.get("hwnd", "")
    book, arg = values.get("book", ""), values.get("arg", "")
    reason = values.get("reason", "")
    if "verb" in values and verb not in VERBS:
        faults.append(_fault(f"lacxl has no verb {_named(verb)}"))
    if "hwnd" in values and not re.fullmatch(r"-?[0-9]{1,19}", hwnd):
        faults.append(_fault("hwnd is not a window's number"))
    if len(book) > LONGEST_NAME or re.search(r'[\\/:*?"<>|\x00-\x1f]', book):
        faults.append(_fault("book is not a workbook's name"))
    if verb != "accept" and not _ARG.fullmatch(arg):
        faults.append(_fault("arg is not a month such as 2015-05"))
    for name, typed in (("arg", arg), ("reason", reason)):
        if len(typed) > LONGEST_TEXT or re.search(r"[\x00-\x1f]", typed):
            faults.append(_fault(f"{name} is not one line of at most {LONGEST_TEXT:,} characters"))
    result = Path(values.get("result", ""))
    if "result" in values and (why := _why_not_there(result)):
        faults.append(_fault(f"the result would go to {_named(str(result))}, {why}"))
    if faults:
        raise Refused(faults)
    return Request(verb, hwnd, book, result, arg, reason)


def result_of(text: str) -> Path | None:
    """Return where a request that is refused may be answered, None where it names no such place."""
    result = Path(_values(text)[0].get("result", ""))
    return None if _why_not_there(result) else result


def _values(text: str) -> tuple[dict[str, str], list[Finding]]:
    values: dict[str, str] = {}
    faults = []
    for line in text.replace("\r\n", "\n").split("\n"):
        if not line:
            continue
        key, equals, value = line.partition("=")
        if not equals or key not in _KEYS | _MORE:
            faults.append(_fault(f"a request has no line {_named(line)}"))
        elif key in values:
            faults.append(_fault(f"{key} is given twice"))
        else:
            values[key] = unescaped(value)
    return values, faults


def _why_not_there(result: Path) -> str:
    """Return why a result must not be written there; empty where it may.

    Only a new file of the add-in's naming, straight in the temporary folder or lacxl's own.
    """
    if not _RESULT.fullmatch(result.name):
        return "which is not one of the add-in's names"
    if not result.is_absolute() or ".." in result.parts:
        return "which is not a full path"
    if not any(is_same(result.parent, folder) for folder in result_folders()):
        return "which is neither the temporary folder nor lacxl's own"
    if os.path.lexists(result):
        return "which is there already"
    return ""


def result_folders() -> tuple[Path, ...]:
    """Return the folders in which the add-in awaits results."""
    named = [os.environ[name] for name in ("TEMP", "TMP") if os.environ.get(name)]
    return (Path(tempfile.gettempdir()), *map(Path, named), local_home())


def _is_plain(facts: os.stat_result) -> bool:
    reparse = getattr(stat, "FILE_ATTRIBUTE_REPARSE_POINT", 0)
    return stat.S_ISREG(facts.st_mode) and not getattr(facts, "st_file_attributes", 0) & reparse


def _named(text: str) -> str:
    """Return a text from outside, short and on one line."""
    text = escaped(text)
    return f'"{text if len(text) <= 60 else text[:57] + "..."}"'


def _fault(what: str) -> Finding:
    return error("B302", f"The request is not served: {what}.", todo=_TODO)


def _not_taken(why: str, file: Path) -> Refused:
    return refuse("B301", f"A request file was put away unread: {why}.", file.name, _TODO)
