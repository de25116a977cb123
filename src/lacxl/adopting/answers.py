"""What only a person can say of a workbook: the questions, and the file in which they answer."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding, error
from lacxl.workbook.address import CellRef

OPEN = "?"
REST, LIKELY = "rest", "likely"
"""The key of an answer for all that is left open, and that one which takes what is likely."""
_FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
Answers = Mapping[str, Mapping[str, str]]
"""What was answered, by question and by what it is of; an open question is not among them."""


@dataclass(frozen=True, slots=True)
class Item:
    """What one answer is of: its key in the file, in words, with the answer that is likely.

    `against` are the answers that cells or words speak against: an answer for all is none of them.
    """

    key: str
    about: str = ""
    suggested: str = ""
    cell: CellRef | None = None
    against: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about one or several things; `choices` are the answers allowed, if any.

    `singly` is what the question is about, where one answer says it for all and each may have one
    of its own besides.
    """

    id: str
    asks: str
    items: tuple[Item, ...]
    choices: tuple[str, ...] = ()
    why: str = ""
    singly: tuple[Item, ...] = ()


def read_answers(text: str, file: str) -> Answers:
    """Return the answers of a file; raises Refused (D201) where it is no TOML of questions."""
    try:
        tables = tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as fault:
        raise Refused(
            [
                error(
                    "D201",
                    f"The answers cannot be read: {fault}.",
                    file,
                    'Write each answer in quotes: "CLA01" = "flow".',
                )
            ]
        ) from None
    faults: list[Finding] = []
    found: dict[str, dict[str, str]] = {}
    for name, table in tables.items():
        if not isinstance(table, dict):
            faults.append(
                error("D201", f"'{name}' is no question.", file, "Write it under its [heading].")
            )
            continue
        for key, value in table.items():
            if isinstance(value, dict | list):
                faults.append(
                    error(
                        "D201",
                        f"[{name}] '{key}' is not one answer.",
                        file,
                        f'Write "{key}" = "...", with quotation marks around both.',
                    )
                )
            elif str(value).strip() not in ("", OPEN):
                found.setdefault(name, {})[key] = str(value).strip()
    if faults:
        raise Refused(faults)
    return found


def line_of(text: str, table: str, key: str = "") -> int:
    """Return the line of a question, or of one of its answers."""
    inside = False
    for number, line in enumerate(text.splitlines(), 1):
        said = line.strip()
        if said.startswith("["):
            inside = said.strip("[] \"'") == table
            if inside and not key:
                return number
        name = said.partition("=")[0].strip().strip("\"'")
        if inside and key and name == key:
            return number
    return 1


def answers_text(workbook: str, asked: Sequence[Asked], answers: Answers) -> str:
    """Return the file of answers: each question with what is likely, what was answered kept."""
    lines = [
        f"# What lacxl could not tell about {one_line(workbook)}.",
        '# Write an answer in place of each "?", save, and run the same lacxl adopt again.',
        "# What is not answered is not filled. A line that begins with # says nothing.",
    ]
    shown: set[tuple[str, str]] = set()
    for question in asked:
        lines += ["", f"[{question.id}]", f"# {question.asks}"]
        if question.why:
            lines.append(f"# {question.why}")
        if question.choices:
            lines.append(f"# Answers: {', '.join(quoted(each) for each in question.choices)}")
        lines += [f"# {line}" for line in _about_rest(question)]
        for item in question.items:
            answer = answers.get(question.id, {}).get(item.key, OPEN)
            shown.add((question.id, item.key))
            lines.append(f"{quoted(item.key)} = {quoted(answer)}{_notes(item)}")
        lines += [
            f"# {quoted(item.key)} = {quoted(OPEN)}{_notes(item)}" for item in question.singly
        ]
    kept = {
        name: {k: v for k, v in given.items() if (name, k) not in shown}
        for name, given in answers.items()
    }
    kept = {name: given for name, given in kept.items() if given}
    if kept:
        lines += ["", "# Answered before:"]
        asked_too = {question.id for question in asked}
        for name, given in kept.items():
            if name in asked_too:  # a table may be written once only
                at = lines.index(f"[{name}]") + 1
                lines[at:at] = [f"{quoted(k)} = {quoted(v)}" for k, v in given.items()]
            else:
                lines += [f"[{name}]", *(f"{quoted(k)} = {quoted(v)}" for k, v in given.items())]
    return "\n".join(lines) + "\n"


def _about_rest(question: Asked) -> Iterator[str]:
    """Yield what one answer for several things may be."""
    if len(question.items) < 2:
        return
    if any(item.suggested for item in question.items):
        yield f'{REST} = "{LIKELY}" takes what is likely for those that you leave open.'
    if not question.choices:
        return
    one = question.choices[0]
    if any(item.suggested and item.against for item in question.items):
        both = quoted(f"{LIKELY}, else {one}")
        yield (
            f"{REST} = {quoted(one)}, or another answer, is for those of which nothing else is "
            f"likely; {both} does both."
        )
    else:
        yield f"{REST} = {quoted(one)}, or another answer, is for all that you leave open."


def _notes(item: Item) -> str:
    """Return the comment beside a line: what it is of, where that stands, and what is likely."""
    notes = [one_line(item.about)] if item.about else []
    if item.cell is not None:
        notes.append(str(item.cell))
    if item.suggested:
        notes.append(f"likely {quoted(item.suggested)}")
    return f"  # {'; '.join(notes)}" if notes else ""


def quoted(text: str) -> str:
    """Return a text as TOML has it, in one line."""
    inner = "".join({"\\": "\\\\", '"': '\\"'}.get(c, " " if _is_forbidden(c) else c) for c in text)
    return f'"{inner}"'


def one_line(text: str) -> str:
    """Return a text without anything that a comment cannot hold."""
    return " ".join("".join(" " if _is_forbidden(c) else c for c in text).split())


def _is_forbidden(sign: str) -> bool:
    """Say whether TOML, or a line of it, cannot hold a sign."""
    return _FORBIDDEN.fullmatch(sign) is not None
