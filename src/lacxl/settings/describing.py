"""The settings described: an example file and the reference, both made from the models."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Mapping
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from lacxl.settings.sections import SECTIONS, STAND_FOR

_INDICATOR = 'indicators."7.6"'
_EXAMPLES: Mapping[str, object] = {
    f"{_INDICATOR}.target": "98%",
    f"{_INDICATOR}.polarity": "high",
    f"{_INDICATOR}.amber": "95%",
    f"{_INDICATOR}.basis": "month",
    f"{_INDICATOR}.dead_band": "0.5%",
    f"{_INDICATOR}.most_numerator": 20_000,
    f"{_INDICATOR}.most_denominator": 20_000,
    f"{_INDICATOR}.most_value": 20_000,
    "cover.created_by": "Performance and Quality Team",
    "cover.contact": "performance@council.example",
    "extracts.outturns": "outturns.csv",
    "extracts.benchmarks": "benchmarks.csv",
    "extracts.taken_on": dt.date(2015, 6, 2),
    "children.folder": "extracts",
    "children.severities": {"X122": "error"},
    "children.without": ["exact duplicates"],
    "measures.population": {"2015/16": 56_105},
    "measures.reviews_from": dt.date(2013, 4, 1),
    "measures.pathway_categories": ["relevant", "former relevant"],
    "local.peps.dataset": "peps",
    "local.peps.query": "SELECT * FROM peps",
    "local.peps.columns": {"date": "PEP meeting"},
    "workbook.layout": "layout.toml",
    "workbook.catalogue": "catalogue.toml",
}


def example_settings(changes: Mapping[str, object] | None = None) -> str:
    """Return the text of a lacxl.toml with every key, its meaning and its default.

    `changes` sets keys ("extracts.outturns") to values of their own. Keys without default are
    commented out with an example. Raises KeyError for a key that does not exist.
    """
    wanted = dict(changes or {})
    lines = [
        "# Settings of lacxl. Every key may be left out; paths are taken from this folder.",
        "# No password belongs here: lacxl asks LACXL_PASSWORD or the keyring.",
    ]
    for table, section in SECTIONS.items():
        keys: list[str] = []
        stands_for_many = table in STAND_FOR.values()
        off = True
        for name, field in section.model_fields.items():
            key = f"{table}.{name}"
            keys += _wrapped(field.description or "")
            default = _default_of(field)
            if key in wanted:
                keys.append(f"{name} = {_toml(wanted.pop(key))}")
                off = False
            elif stands_for_many or default in (None, "", {}, ()):
                keys.append(f"# {name} = {_toml(_EXAMPLES.get(key, default))}")
            else:
                keys.append(f"{name} = {_toml(default)}")
                off = False
        lines += ["", *_wrapped(section.about), f"# [{table}]" if off else f"[{table}]", *keys]
    if wanted:
        raise KeyError(f"there is no setting {', '.join(wanted)}")
    return "\n".join(lines) + "\n"


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


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, 98, initial_indent="# ", subsequent_indent="# ")


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
        return ", ".join(f'`"{word}"`' for word in words)
    for part, kind in (
        ("Basis", '`"month"` or `"ytd"`'),
        ("Polarity", '`"high"`, `"low"` or `"none"`'),
        ("Limit", "number or percentage"),
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
    default = _default_of(field)
    return "none" if default in (None, "", {}, ()) else f"`{_toml(default)}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
