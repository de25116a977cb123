"""The reference of the settings, made from the models."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from lacxl.settings.sections import SECTIONS


def reference() -> str:
    """Return the reference of all settings as Markdown, one table a section."""
    lines = [
        "# Settings: lacxl.toml",
        "",
        "The file is kept beside the workbook. Every key may be left out; paths are taken from its",
        "folder. Every fault of the file is reported at once, with its line.",
    ]
    for table, section in SECTIONS.items():
        lines += ["", f"## [{table}]", "", section.about, ""]
        lines += ["| key | value | default | meaning |", "| --- | --- | --- | --- |"]
        lines += [
            f"| `{name}` | {_kind(field)} | {_default(field)} | {_cell(field.description or '')} |"
            for name, field in section.model_fields.items()
        ]
    return "\n".join(lines) + "\n"


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        pairs = (f"{_key(key)} = {_toml(each)}" for key, each in value.items())
        return f"{{ {', '.join(pairs)} }}"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(_toml(each) for each in value)}]"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return str(value)


def _key(key: str) -> str:
    return key if key.isidentifier() else f'"{key}"'


def _default_of(field: FieldInfo) -> Any:
    return field.get_default(call_default_factory=True, validated_data={})


def _kind(field: FieldInfo) -> str:
    written = str(field.annotation)
    if words := get_args(field.annotation) if get_origin(field.annotation) is Literal else ():
        return ", ".join(f"`{_toml(word)}`" for word in words)
    for part, kind in (
        ("Basis", '`"month"` or `"ytd"`'),
        ("Polarity", '`"high"`, `"low"` or `"none"`'),
        ("Limit", "number or percentage"),
        ("ChangeSection", "tables"),
        ("Month", "month"),
        ("dict", "table"),
        ("tuple[int", "two whole numbers"),
        ("tuple", "list of texts"),
        ("date", "date"),
        ("bool", "true or false"),
        ("int", "whole number"),
    ):
        if part in written:
            return kind
    return "text"


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "needed"
    default = _default_of(field)
    return "none" if default in (None, "", {}, ()) else f"`{_toml(default)}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
