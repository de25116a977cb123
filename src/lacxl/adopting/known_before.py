"""What the files of an earlier adoption know, as answers."""

from __future__ import annotations

import tomllib

from lacxl.adopting.adopted_files import CATALOGUE
from lacxl.adopting.answers import Answers
from lacxl.adopting.said_limits import spelt
from lacxl.catalogue import indicators
from lacxl.catalogue.own_layouts import ARROWS, LIGHTS
from lacxl.domain.errors import Refused
from lacxl.domain.indicator import Kind, Polarity


def with_known(
    given: Answers, catalogue: str | None, layout: str | None, settings: str | None = None
) -> Answers:
    """Return the answers, with what an earlier catalogue has of each indicator besides.

    What was once known stays known: a later month may prove less than an earlier one did.
    `settings` are those that somebody has written: targets there need no answer.
    """
    if targets := _targets(settings or ""):
        given = {**given, "target": {**targets, **given.get("target", {})}}
    if catalogue is None:
        return given
    try:
        known = indicators.parse(catalogue or "only = true\n", CATALOGUE)
    except Refused:
        return given
    found = {name: dict(own) for name, own in given.items()}
    for reference, each in known.items():
        if each.kind is not Kind.UNKNOWN:
            found.setdefault("kind", {}).setdefault(reference, each.kind.value)
        found.setdefault("unit", {}).setdefault(reference, each.figures[-1].unit.value)
        if each.polarity is not Polarity.NONE:
            found.setdefault("polarity", {}).setdefault(reference, each.polarity.value)
        if each.target is not None:
            unit = each.figures[-1].unit
            found.setdefault("target", {}).setdefault(reference, spelt(each.target.green, unit))
    for name, words in _known_signs(layout or "").items():
        for key, word in words.items():
            found.setdefault(name, {}).setdefault(key, word)
    return found


def _targets(settings: str) -> dict[str, str]:
    """Return the targets that settings set, by indicator."""
    try:
        entries = tomllib.loads(settings).get("indicators", {})
    except tomllib.TOMLDecodeError:
        return {}
    return {
        reference: str(entry["target"])
        for reference, entry in (entries.items() if isinstance(entries, dict) else ())
        if isinstance(entry, dict) and "target" in entry
    }


def _known_signs(layout: str) -> dict[str, dict[str, str]]:
    """Return what a layout says of arrows and lights, as answers say it."""
    try:
        tables = tomllib.loads(layout)
    except tomllib.TOMLDecodeError:
        return {}
    known = {"arrows": (*ARROWS, "shows", "slight", "level_within"), "lights": tuple(LIGHTS)}
    return {
        name: {key: str(word) for key, word in section.items() if key in keys}
        for name, keys in known.items()
        if isinstance(section := tables.get(name), dict)
    }
