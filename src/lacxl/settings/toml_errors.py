"""What is wrong with the settings, in words: each with its line, what is allowed and a hint."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from pydantic import ValidationError

from lacxl.domain.finding import Finding, error
from lacxl.domain.reference import is_reference
from lacxl.domain.safe_text import has_secret, is_database_url
from lacxl.settings.key_lines import KeyPath, line_of
from lacxl.settings.sections import (
    ARRAYS,
    SECTIONS,
    STAND_FOR,
    FigureSection,
    Section,
    SettingsFile,
)

_PASSWORD = re.compile(r"pass(?:word|wd|phrase|code)?|pwd|secret", re.IGNORECASE)
_QUERIES: Final = ("query", "readings_query")
_NEEDED: Final = {
    "missing": "it is needed",
    "string_type": "text in quotation marks is needed",
    "bool_type": "true or false is needed, without quotation marks",
    "int_type": "a whole number is needed, without quotation marks",
    "model_type": "a table is needed",
    "model_attributes_type": "a table is needed",
    "dict_type": "a table is needed",
    "string_too_short": "it must not be empty",
    "string_pattern_mismatch": "the name of an environment variable is needed, letters and _ alone",
}


def password_faults(
    tables: Mapping[str, Any], file: str, lines: Mapping[KeyPath, int]
) -> Iterator[tuple[KeyPath, Finding]]:
    """Yield each key that looks like a password, with its path; its value is never repeated."""
    for path in _paths(tables):
        if _PASSWORD.search(path[-1]):
            yield (
                path,
                error(
                    "S105",
                    f"'{path[-1]}' looks like a password, and none belongs in this file.",
                    _where(file, path, lines),
                    "Delete the line, and change the password if others could read the file. "
                    "Passwords come from LACXL_PASSWORD or the keyring.",
                ),
            )


def url_faults(
    tables: Mapping[str, Any], file: str, lines: Mapping[KeyPath, int]
) -> Iterator[tuple[KeyPath, Finding]]:
    """Yield each key with the URL of a database, or with a password in it; it is never repeated."""
    for path, written in _texts(tables):
        asks = path[-1] in _QUERIES
        if is_database_url(written) or (not asks and has_secret(written)):
            yield (
                path,
                error(
                    "S110",
                    f"a database's URL, or a password, is in '{path[-1]}', and none belongs "
                    "in this file.",
                    _where(file, path, lines),
                    "Delete it, and change the password if others could read the file. The URL "
                    "comes from the environment variable that url_from names.",
                ),
            )


def schema_faults(
    found: ValidationError, file: str, lines: Mapping[KeyPath, int]
) -> Iterator[tuple[KeyPath, Finding]]:
    """Yield what pydantic found, in the words of the file, with the path of each key."""
    for each in found.errors(include_url=False):
        path = tuple(str(part) for part in each["loc"] if part != "[key]")
        if each["type"] == "extra_forbidden":
            code, what, todo = _unknown(path)
        else:
            code = "S104"
            what = f"'{path[-1]}' is not valid: {_needed(each['type'], each)}."
            todo = _about(path)
        yield path, error(code, what, _where(file, path, lines), todo)


def number_faults(
    tables: Mapping[str, Any], file: str, lines: Mapping[KeyPath, int]
) -> Iterator[Finding]:
    """Yield the indicators whose number is written so that TOML splits it, or is no number."""
    entries = tables.get("indicators")
    for key, value in entries.items() if isinstance(entries, dict) else ():
        path = ("indicators", key)
        if not is_reference(key):
            yield error(
                "S106",
                f"'{key}' is not the reference of an indicator.",
                _where(file, path, lines),
                'Write [indicators."7.6"].',
            )
        elif (
            isinstance(value, dict)
            and value
            and all(isinstance(v, dict) and k.isdigit() and key.isdigit() for k, v in value.items())
        ):
            yield error(
                "S106",
                "the number of an indicator needs quotation marks, else TOML takes it apart.",
                _where(file, path, lines),
                f'Write [indicators."{key}.{next(iter(value))}"].',
            )


def _needed(kind: str, each: Mapping[str, Any]) -> str:
    context = each.get("ctx", {})
    if kind == "literal_error":
        return f"{context['expected'].replace(chr(39), chr(34))} is needed"
    if kind == "value_error":
        return str(context["error"])
    if kind == "greater_than_equal":
        return f"it must be {context['ge']} or more"
    if kind == "less_than_equal":
        return f"it must be {context['le']} or less"
    if kind == "string_too_long":
        return f"it has more than {context['max_length']} characters"
    return _NEEDED.get(kind, str(each["msg"]))


def _unknown(path: Sequence[str]) -> tuple[str, str, str]:
    *table, key = path
    allowed = list(SettingsFile.model_fields) if not table else list(_section(table).model_fields)
    if near := difflib.get_close_matches(key, allowed, n=1):
        hint = f"Did you mean '{near[0]}'? "
    else:
        homes = [name for name, section in SECTIONS.items() if key in section.model_fields]
        hint = f"It belongs in [{homes[0]}]. " if homes else ""
    kind = "key" if table else "table or key"
    return "S103", f"unknown {kind} '{key}'.", f"{hint}Allowed: {', '.join(allowed)}."


def _about(path: Sequence[str]) -> str:
    """Return what a key means, as a cure."""
    section = _section(path[:-1]) if len(path) > 1 else None
    field = section.model_fields.get(path[-1]) if section else None
    return field.description or "" if field else "docs/settings.md lists what is allowed."


def _section(table: Sequence[str]) -> type[Section]:
    if table[0] == "indicators" and table[2:3] == ["figures"]:
        return FigureSection
    if (array := ARRAYS.get(tuple(table[:2]))) is not None:
        return SECTIONS[array]
    return SECTIONS[STAND_FOR.get(table[0], table[0])]


def _paths(tables: Mapping[str, Any], above: KeyPath = ()) -> Iterator[KeyPath]:
    for key, value in tables.items():
        yield (*above, key)
        if isinstance(value, dict):
            yield from _paths(value, (*above, key))
        elif isinstance(value, list):
            for each in value:
                if isinstance(each, dict):
                    yield from _paths(each, (*above, key))


def _texts(value: object, path: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    """Yield each text with the path of its key; the names of keys are texts too."""
    match value:
        case str():
            yield path, value
        case dict():
            for key, each in value.items():
                yield (*path, key), key
                yield from _texts(each, (*path, key))
        case list():
            for each in value:
                yield from _texts(each, path)


def _where(file: str, path: Sequence[str], lines: Mapping[KeyPath, int]) -> str:
    *table, key = path
    if tuple(table[:2]) in ARRAYS:
        table = table[:2]  # the line says which of them
    named = ".".join(f'"{part}"' if "." in part else part for part in table)
    return f"{file} line {line_of(path, lines)}" + (f" [{named}] {key}" if table else f" {key}")
