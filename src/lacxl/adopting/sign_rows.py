"""All words of the lights, or all signs of the arrows, in one answer: R, A, G."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lacxl.adopting.answers import Answers, line_of
from lacxl.adopting.vocabulary import arrow_of, light_of
from lacxl.domain.finding import Finding, error

ROWS: Mapping[str, str] = {"lights": "red to green", "arrows": "up to down"}
"""The key of the answer that has them all, by question; it says their order."""
_LIGHTS = {2: ("red", "green"), 3: ("red", "amber", "green")}
_ARROWS = {
    3: ("up", "level", "down"),
    5: ("up", "slightly_up", "level", "slightly_down", "down"),
}
_KINDS = {"lights": _LIGHTS, "arrows": _ARROWS}
_SAY = {
    "lights": 'Write "Red, Amber, Green" in this order, "Red, Green" without amber, or "none".',
    "arrows": 'Write "↑ → ↓" in this order, five with slanting ones, or "none".',
}
_WAY = {
    name: way
    for way, names in {
        "up": ("up", "slightly_up", "better", "slightly_better"),
        "level": ("level",),
        "down": ("down", "slightly_down", "worse", "slightly_worse"),
    }.items()
    for name in names
}


def singly(question: str, own: Mapping[str, str]) -> Mapping[str, str]:
    """Return the answers of a question with a word of its own for each that its row says.

    A word that has a line of its own counts more than its place in the row.
    """
    said = own.get(ROWS[question], "")
    kinds = _KINDS[question]
    words = _words(said)
    if said.casefold() == "none":
        found = dict.fromkeys(kinds[3], "none")
    elif len(words) in kinds:
        found = dict.fromkeys(kinds[max(kinds)], "none")  # there is none of those left out
        found |= dict(zip(kinds[len(words)], words, strict=True))
    else:
        found = {}
    return {**found, **{key: word for key, word in own.items() if key != ROWS[question]}}


def rows_refused(given: Answers, text: str, file: str) -> Iterator[Finding]:
    """Yield D202 for each row that has too few words, one of them twice, or another order."""
    for question, key in ROWS.items():
        said = given.get(question, {}).get(key, "")
        if not said or said.casefold() == "none":
            continue
        if what := _fault(question, _words(said)):
            where = f"{file} line {line_of(text, question, key)}"
            yield error("D202", f"[{question}] '{key}': {what}", where, _SAY[question])


def _words(said: str) -> list[str]:
    """Return the words of a row: between commas, or between blanks where there is none."""
    return [word.strip() for word in said.split(",")] if "," in said else said.split()


def _fault(question: str, words: list[str]) -> str:
    kinds = _KINDS[question]
    if len(words) not in kinds or not all(words):
        many = " or ".join(str(number) for number in kinds)
        return f"these are {len(words)}, not {many}."
    if len(set(words)) < len(words):
        return "one is there twice."
    for word, name in zip(words, kinds[len(words)], strict=True):
        seen = light_of(word) if question == "lights" else _WAY.get(arrow_of(word) or "")
        if seen not in (None, name if question == "lights" else _WAY[name]):
            return f"'{word}' stands for {name.replace('_', ' ')} here, and means {seen}."
    return ""
