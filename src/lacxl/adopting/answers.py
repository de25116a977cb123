"""What only a person can say of a workbook: the questions, and the file in which they answer."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding, error
from lacxl.workbook.address import CellRef

OPEN = "?"
_FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
Answers = Mapping[str, Mapping[str, str]]
"""What was answered, by question and by what it is of; an open question is not among them."""


@dataclass(frozen=True, slots=True)
class Item:
    """What one answer is of: its key in the file, in words, with the answer that is likely."""

    key: str
    about: str = ""
    suggested: str = ""
    cell: CellRef | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about one or several things; `choices` are the answers allowed, if any."""

    id: str
    asks: str
    items: tuple[Item, ...]
    choices: tuple[str, ...] = ()
    why: str = ""


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


def check_answers(
    answers: Answers,
    known: Mapping[str, Sequence[str]],
    keys: Mapping[str, Sequence[str]],
    text: str,
    file: str,
) -> list[Finding]:
    """Return D202 for each answer that is not allowed or is of nothing, with its line.

    `known` are the choices of each question, none for a free answer; `keys` what can be asked of.
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
            if keys[name] and key not in (*keys[name], "rest"):
                near = get_close_matches(key, keys[name], n=1)
                hint = f"Did you mean {near[0]}?" if near else f"Known are {', '.join(keys[name])}."
                faults.append(error("D202", f"[{name}] has nothing named '{key}'.", where, hint))
            elif key == "rest" and answer == "likely":
                continue
            elif known[name] and answer not in known[name]:
                allowed = ", ".join(known[name])
                what = f"'{answer}' is no answer to '{name}'."
                faults.append(error("D202", what, where, f"Allowed: {allowed}."))
    return faults


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
        if len(question.items) > 1 and any(item.suggested for item in question.items):
            lines.append('# rest = "likely" takes what is likely for those that you leave open.')
        for item in question.items:
            answer = answers.get(question.id, {}).get(item.key, OPEN)
            shown.add((question.id, item.key))
            notes = [one_line(item.about)] if item.about else []
            if item.cell is not None:
                notes.append(str(item.cell))
            if item.suggested:
                notes.append(f"likely {quoted(item.suggested)}")
            said = f"  # {'; '.join(notes)}" if notes else ""
            lines.append(f"{quoted(item.key)} = {quoted(answer)}{said}")
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
