"""One answer for all that a person leaves open: what is likely, or the same for each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from lacxl.adopting.answers import LIKELY, REST, Answers, Asked

RULED = ("amber", "target")
"""The questions in which an answer for all is a rule, which has words of its own."""
_BOTH = re.compile(r"likely\s*,?\s*else\s+(.+)", re.DOTALL)


def read_rest(said: str) -> tuple[bool, str]:
    """Return whether what is likely is taken, and the answer for the others, "" for none."""
    if said == LIKELY:
        return True, ""
    both = _BOTH.fullmatch(said)
    return (True, both[1].strip()) if both is not None else (False, said)


def is_rest(said: str, choices: Sequence[str]) -> bool:
    """Say whether an answer for all that is left open is allowed where these are the choices."""
    _, other = read_rest(said)
    return said == LIKELY or other in choices


def meant_by_rest(question: Asked, said: str) -> Mapping[str, str]:
    """Return the answers that one answer for all that is left open stands for.

    It never goes against what a line calls likely, or against what the cells of one show: that
    takes an answer of its own.
    """
    likely, other = read_rest(said)
    if other not in question.choices:
        other = ""
    found: dict[str, str] = {}
    for item in question.items:
        answer = item.suggested if likely and item.suggested else other
        if answer and answer not in item.against:
            found[item.key] = answer
    return found


def spelt_out(given: Answers, by_rest: Answers, kept: Sequence[str]) -> Answers:
    """Return the answers with a line for each that one answer stood for, in place of that one.

    It was said of what was open then: an indicator that is new next month has to be asked about.
    Of the `kept` questions it is a rule for all that there will be.
    """
    return {
        name: own
        if name in kept
        else {**by_rest.get(name, {}), **{k: v for k, v in own.items() if k != REST}}
        for name, own in given.items()
    }
