"""Which answers are allowed of this workbook; all faults are said at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches

from lacxl.adopting.ambers import ambers_refused
from lacxl.adopting.answers import LIKELY, REST, Answers, line_of
from lacxl.adopting.choosing_tables import year_said
from lacxl.adopting.proposal import Proposal
from lacxl.adopting.questions import CHOICES
from lacxl.adopting.rest import RULED, is_rest, read_rest
from lacxl.adopting.sign_rows import ROWS, rows_refused
from lacxl.adopting.signs import ARROW_KEYS, SHOWS, number_said
from lacxl.adopting.targets import targets_refused
from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding, error


def require_allowed(
    given: Answers,
    proposal: Proposal,
    text: str,
    where: str,
    also: Collection[str] = (),
) -> None:
    """Raise Refused with each answer that this workbook does not allow; `where` is their file.

    `also` are references that stand in the workbook and are not asked of now: a row that is empty
    beside filled ones was asked of while all were empty, and its answer stays.
    """
    given = {
        name: own if name in ("year", "table") else {k: v for k, v in own.items() if k not in also}
        for name, own in given.items()
    }
    references = [each.reference for each in proposal.indicators]
    tables = [table.words.name for table in (*proposal.tables, *proposal.unused)]
    keys: dict[str, Sequence[str]] = {
        "kind": references,
        "unit": references,
        "polarity": references,
        "target": references,
        "amber": references,
        "year": tables,
        "percentages": references,
        "table": ["filled"],
        "tolerance": ["within"],
        "edge": ["limit"],
        "judged": ["by"],
        "per": references,
        "suppressed": references,
        "frequency": references,
        "cumulative": references,
        "column": [],
        "lights": [ROWS["lights"], "red", "amber", "green", "none"],
        "arrows": [ROWS["arrows"], *ARROW_KEYS],
        "issued": [],
    }
    faults = check_answers(given, CHOICES, keys, text, where)
    faults += [
        error(
            "D202",
            f"'{said}' is no financial year.",
            f"{where} line {line_of(text, 'year', key)}",
            "Write it as 2025/26.",
        )
        for key, said in given.get("year", {}).items()
        if key != REST and year_said(said) is None
    ]
    faults += rows_refused(given, text, where)
    faults += targets_refused(given, proposal.indicators, text, where)
    faults += ambers_refused(given, proposal.indicators, text, where)
    faults += _arrows_refused(given, text, where)
    if faults:
        raise Refused(faults)


def _arrows_refused(given: Answers, text: str, file: str) -> Iterator[Finding]:
    """Yield D202 for each answer about how arrows are drawn that is no number, or no such way."""
    said = given.get("arrows", {})
    for key in ("slight", "level_within"):
        if key in said and number_said(said[key]) is None:
            where = f"{file} line {line_of(text, 'arrows', key)}"
            yield error("D202", f"'{said[key]}' is no number.", where, "Write a number such as 2.")
    for key, allowed in (("shows", SHOWS), ("neither", ("number", "none"))):
        if key in said and said[key] not in allowed:
            where = f"{file} line {line_of(text, 'arrows', key)}"
            what = f"'{said[key]}' is no answer to '{key}'."
            yield error("D202", what, where, f"Allowed: {', '.join(allowed)}.")


def check_answers(
    answers: Answers,
    known: Mapping[str, Sequence[str]],
    keys: Mapping[str, Sequence[str]],
    text: str,
    file: str,
) -> list[Finding]:
    """Return D202 for each answer that is not allowed or is of nothing, with its line.

    `known` are the choices of each question, none for a free answer; `keys` what can be asked of.
    What may be said for all in those of `RULED` is not looked at here.
    """
    faults: list[Finding] = []
    for name, given in answers.items():
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"Did you mean [{near[0]}]?" if near else f"Known are {', '.join(known)}."
            where = f"{file} line {line_of(text, name)}"
            faults.append(error("D202", f"There is no question '{name}'.", where, hint))
            continue
        for key, answer in given.items():
            where = f"{file} line {line_of(text, name, key)}"
            if keys[name] and key not in (*keys[name], REST):
                near = get_close_matches(key, [REST, *keys[name]], n=1)
                hint = f"Did you mean {near[0]}?" if near else f"Known are {', '.join(keys[name])}."
                faults.append(error("D202", f"[{name}] has nothing named '{key}'.", where, hint))
            elif key == REST:
                if name not in RULED and not is_rest(answer, known[name]):
                    faults.append(_no_rest(name, answer, known[name], where))
            elif known[name] and answer not in known[name]:
                allowed = ", ".join(known[name])
                what = f"'{answer}' is no answer to '{name}'."
                faults.append(error("D202", what, where, f"Allowed: {allowed}."))
    return faults


def _no_rest(name: str, said: str, choices: Sequence[str], where: str) -> Finding:
    """Return D202 for an answer that cannot be that of all that is left open."""
    _, other = read_rest(said)
    what = f"'{other}' is no answer to '{name}' that is of all."
    if not choices:
        return error("D202", what, where, f"Allowed: {LIKELY}. Else answer each line.")
    allowed = ", ".join((LIKELY, *choices))
    return error("D202", what, where, f"Allowed: {allowed}, and '{LIKELY}, else {choices[0]}'.")
