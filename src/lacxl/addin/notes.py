"""Lines key=value in ASCII, as the add-in reads them: addin.cfg and the answers of a button."""

from __future__ import annotations

import re
from collections.abc import Mapping

_ESCAPED = re.compile(r"\\(u[0-9A-Fa-f]{4}|.)", re.DOTALL)


def as_lines(values: Mapping[str, str]) -> str:
    r"""Return a line for each value. Escaped: \n, \\ and \uXXXX (UTF-16) for what is not ASCII."""
    return "".join(f"{key}={escaped(value)}\n" for key, value in values.items())


def from_lines(text: str) -> dict[str, str]:
    """Return the values of such lines; of a key that stands twice the first counts."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        key, equals, value = line.partition("=")
        if equals:
            found.setdefault(key.strip(), unescaped(value))
    return found


def escaped(value: str) -> str:
    """Return a value in printable ASCII, on one line."""
    out = []
    for character in value:
        if character == "\\":
            out.append("\\\\")
        elif character == "\n":
            out.append("\\n")
        elif " " <= character <= "~":
            out.append(character)
        else:
            units = character.encode("utf-16-be", "surrogatepass")
            out += [f"\\u{units[i : i + 2].hex()}" for i in range(0, len(units), 2)]
    return "".join(out)


def unescaped(value: str) -> str:
    """Return what `escaped` was given."""

    def plain(found: re.Match[str]) -> str:
        code = found[1]
        if len(code) > 1:
            return chr(int(code[1:], 16))
        return "\n" if code == "n" else code

    units = _ESCAPED.sub(plain, value).encode("utf-16-le", "surrogatepass")
    return units.decode("utf-16-le", "replace")
