"""Texts from outside made fit to be shown: nothing controls a terminal, no password is repeated."""

from __future__ import annotations

import re

_STEERING = re.compile(
    "[\x00-\x1f\x7f-\x9f\u0600-\u0605\u061c\u06dd\u070f\u180e\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0001\U000e0020-\U000e007f]"
)
"""Control characters, C1 too (0x9B begins a sequence as ESC [ does), and what is not seen but turns
the direction of writing round or hides letters (Unicode's category Cf, but for the joiners)."""

_SPACES = re.compile(r"[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_FORMULA = ("=", "+", "-", "@", "'", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""With these, or with their full-width forms, a formula begins in a spreadsheet; the apostrophe
that keeps it a text is one of them, so that it can be told from one that was there."""
_DATABASES = (
    "postgres|postgresql|redshift|cockroachdb|mysql|mariadb|mssql|sqlserver|oracle|sqlite|duckdb|"
    "db2|ibm_db_sa|firebird|sybase|snowflake|databricks|bigquery|trino|presto|teradatasql|access|"
    "odbc|jdbc|mongodb|redis|amqp"
)
_DATABASE = re.compile(
    rf"(?:jdbc:)?(?<![a-z0-9])(?:{_DATABASES})(?:\+[a-z0-9_]+)?:[/\\]{{1,3}}", re.IGNORECASE
)
_WITH_USER = re.compile(r"\b([a-z][a-z0-9+.-]{1,40}):([/\\]{1,3})[^\s'\"<>]*@", re.IGNORECASE)
_DATABASE_USER = re.compile(rf"({_DATABASE.pattern})[^\n'\"<>]*@", re.IGNORECASE)
_SECRET = re.compile(
    r"\b(pwd|pass|passwd|password|passphrase|secret|accountkey|token|api_?key)(\s*=\s*)[^\s;&'\"]+",
    re.IGNORECASE,
)


def one_line(text: str) -> str:
    """Return a text on one line that controls no terminal: `\\x1b` is shown, not sent."""
    return several_lines(_SPACES.sub(" ", text))


def several_lines(text: str) -> str:
    r"""Return a text that controls no terminal; its \n stay."""
    return _STEERING.sub(_seen, redacted(text))


def in_json(text: str) -> str:
    """Return the text of JSON with what would control a terminal as escapes of JSON's own."""
    return _STEERING.sub(_escaped, text)


def in_spreadsheet(text: str) -> str:
    """Return a text as a cell of a CSV file, which a spreadsheet does not take for a formula: on
    one line, with an apostrophe before what would begin one.
    """
    text = _SPACES.sub(" ", text)
    return f"'{text}" if text.lstrip().startswith(_FORMULA) else text


def redacted(text: str) -> str:
    """Return a text without the user and password of a URL, and without `PWD=...`.

    A path may hold one too: `postgresql://` given for a file becomes `postgresql:/`.
    """
    if "@" in text:
        text = _WITH_USER.sub(r"\1:\2***@", _DATABASE_USER.sub(r"\1***@", text))
    return _SECRET.sub(r"\1\2***", text) if "=" in text else text


def is_database_url(text: str) -> bool:
    """Say whether a text is a database's address, or a URL with a user: no file has such a name."""
    return bool(_DATABASE.match(text.strip()) or _WITH_USER.search(text))


def has_secret(text: str) -> bool:
    """Say whether a text gives a password, as the connections of ODBC do."""
    return bool(_SECRET.search(text))


def _seen(found: re.Match[str]) -> str:
    character = found[0]
    if character == "\n":
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else (
        f"\\U{code:08x}"
    )  # fmt: skip


def _escaped(found: re.Match[str]) -> str:
    character = found[0]
    if character in "\n\t\r":  # between JSON's own signs: within its texts they are escaped already
        return character
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i : i + 2].hex()}" for i in range(0, len(units), 2))
