"""The text that add-in and lacxl leave each other: ASCII lines `key=value`, values escaped."""

from __future__ import annotations

import re
from collections.abc import Mapping

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|(.?))", re.DOTALL)


def to_text(values: Mapping[str, str]) -> str:
    """Return the lines, each ended by a newline, so that a half-written file is noticed."""
    return "".join(f"{key}={escaped(value)}\n" for key, value in values.items())


def to_values(text: str) -> dict[str, str]:
    r"""Return the values by key; of a key given twice the first holds, as in the add-in.

    Lines may end in \n or \r\n; a line without = is passed over.
    """
    found: dict[str, str] = {}
    for line in text.replace("\r\n", "\n").split("\n"):
        key, equals, value = line.partition("=")
        if equals:
            found.setdefault(key, unescaped(value))
    return found


def escaped(value: str) -> str:
    r"""Return a value in ASCII on one line: \n, \\ and \uXXXX, two of them beyond U+FFFF."""
    return "".join(map(_escaped, value.replace("\r\n", "\n")))


def unescaped(value: str) -> str:
    """Return the value that was escaped; halves of characters that belong together are joined."""
    text = _ESCAPE.sub(_unescaped, value)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _escaped(character: str) -> str:
    if character == "\\":
        return "\\\\"
    if character == "\n":
        return "\\n"
    if " " <= character <= "~":
        return character
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i : i + 2].hex().upper()}" for i in range(0, len(units), 2))


def _unescaped(found: re.Match[str]) -> str:
    if found[1]:
        return chr(int(found[1], 16))
    return "\n" if found[2] == "n" else found[2]
