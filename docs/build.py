"""Writes the reference pages from the code: commands, settings, findings, indicators.

python docs/build.py            write them
python docs/build.py --check    say which are out of date (exit 1)
"""

from __future__ import annotations

import sys
import tomllib
from enum import Enum
from importlib import resources
from pathlib import Path

import click

from lacxl.catalogue.indicators import shipped
from lacxl.cli import cli
from lacxl.cli.calling import TO_DECIDE
from lacxl.cli.entry import NAMES
from lacxl.domain.indicator import Basis, Indicator, Kind, Polarity, Unit
from lacxl.settings.describing import reference

HERE = Path(__file__).parent
MADE = "<!-- made by docs/build.py: do not edit -->\n\n"
FAMILIES = {
    "A": "the Excel add-in",
    "B": "the button in Excel, and undoing a fill",
    "C": "the catalogue and layout files",
    "D": "the demo, and adopting a workbook",
    "E": "a workbook that is open in Excel",
    "F": "files and disks",
    "G": "the DfE's published statistics",
    "H": "the history and the other ledgers",
    "I": "issuing",
    "J": "the page in a browser",
    "K": "checks of figures against figures",
    "N": "making the place for the next month",
    "L": "the layout of the workbook",
    "M": "counting children's records",
    "P": "cells that cannot be written, and what depends on them",
    "Q": "a workbook that contradicts itself (`lacxl check`)",
    "R": "the extracts",
    "S": "the settings",
    "T": "publishing an issued month",
    "U": "the call itself",
    "V": "what nobody sees in a workbook to send",
    "W": "the workbook as a file",
    "X": "the extracts of children's records",
}
WIDTH = 88


def _words(enum: type[Enum]) -> str:
    return ", ".join(f'`"{each.value}"`' for each in enum)


ENTRY = (
    ("title", "text", "what stands under INDICATOR in the summary, or as the row's title"),
    ("also_titled", "list of texts", "other wordings of the title that count as the same"),
    (
        "kind",
        _words(Kind),
        "counted at the month's end, over it, or over twelve months; `unknown` fills months alone",
    ),
    ("unit", _words(Unit), "what the figure is; `count` if left out"),
    ("figures", "list of `{ name, unit }`", "instead of `unit`, where there are several rows"),
    ("per", "whole number", "the population that a rate is given for, as 10000"),
    ("polarity", _words(Polarity), "which way is good; compared with what the workbook says"),
    (
        "target",
        'text such as `"98%"` or `"487"`',
        "compared with the workbook's TARGET; one of your own counts also where there is none",
    ),
    ("amber", 'text such as `"95%"`', "where amber ends; only a council can say so"),
    ("basis", _words(Basis), "the figure that RAG judges; the month if left out"),
    ("dead_band", 'text such as `"0.5%"`', "how far it may move and still count as level"),
    ("definition", "text", "the rule in words, for `lacxl explain`"),
    ("numerator", "text", "what is counted, in words"),
    ("denominator", "text", "what it is counted of, in words"),
    ("source", "text", "where the definition comes from"),
    (
        "numerator_is",
        "number",
        "the indicator that counts the very same children; for `lacxl check`",
    ),
    ("denominator_is", "number", "the same of the denominator"),
    (
        "denominator_like",
        "number",
        "one that mostly counts the same; publishing takes it as known where both are alike",
    ),
    ("numerator_within", "number", "one of which the numerator is part; for publishing"),
    ("rises_by", "number", "of a stock, the indicator that counts who came"),
    ("falls_by", "number", "of a stock, the indicator that counts who left"),
    ("named", "list of texts", "words by which a narrative means it and no other indicator"),
    (
        "measure",
        'number of a shipped one, `"7.6"`',
        "the one above that counts the very same; its definition counts where there is no own",
    ),
)


def commands() -> str:
    """Return the help of every command as a page, at the same width on every terminal."""
    text = MADE + "# Commands\n"
    with _context(cli, "lacxl", None) as top:
        text += f"\n## lacxl\n\n```text\n{cli.get_help(top)}\n```\n"
        for name in NAMES:
            if command := cli.get_command(top, name):
                text += _command(command, name, top)
    return text


def _command(command: click.Command, name: str, parent: click.Context) -> str:
    """Return the help of a command; a group's, and that of its commands."""
    with _context(command, name, parent) as ctx:
        text = f"\n## {ctx.command_path}\n\n```text\n{command.get_help(ctx)}\n```\n"
        if isinstance(command, click.Group):
            for own, below in command.commands.items():
                text += _command(below, own, ctx)
    return text


def _context(command: click.Command, name: str, parent: click.Context | None) -> click.Context:
    own = {**command.context_settings, "terminal_width": WIDTH, "max_content_width": WIDTH}
    return click.Context(command, info_name=name, parent=parent, **own)


def findings() -> str:
    """Return every code with its meaning, family by family."""
    codes: dict[str, dict[str, str]] = {}
    for file in resources.files("lacxl.catalogue").joinpath("findings").iterdir():
        if file.name.endswith(".toml"):
            codes |= tomllib.loads(file.read_text("utf-8"))
    text = MADE + (
        "# Findings\n\nEvery message of lacxl has a code. An error stops the run before the first "
        "write; a warning wants a look and makes the exit code 1, unless it is accepted (`lacxl "
        "accept`); a note only explains.\n\nThe exit code of an error is 3. It is 5 where nothing "
        f"is broken and a person must decide: {', '.join(sorted(TO_DECIDE))}.\n"
    )
    for letter, family in FAMILIES.items():
        mine = sorted(code for code in codes if code.startswith(letter))
        if not mine:
            continue
        text += f"\n## {letter}: {family}\n"
        for code in mine:
            entry = codes[code]
            text += f"\n### {code} {entry['title']}\n\n{entry['meaning']}\n\n*{entry['todo']}*\n"
    return text


def indicators() -> str:
    """Return the definitions of the indicators."""
    text = MADE + (
        "# Indicators\n\nThe definitions that ship. A council's own go into a TOML file of the "
        "same shape, named under `[workbook] catalogue` in `lacxl.toml`.\n"
    )
    for indicator in shipped().values():
        text += f"\n## {indicator.number} {indicator.title}\n\n{_definition(indicator)}\n"
    text += (
        "\n## The keys of an entry\n\nAn entry is a table headed by its reference in quotation "
        'marks, `[indicators."7.6"]` or `[indicators."CLA01"]`. A reference has up to 24 letters, '
        "digits, blanks and signs such as `.` and `-`, and begins with a letter or a digit; "
        "capitals and blanks make no difference where it is looked for. An entry comes beside the "
        "shipped ones, or in the place of the one that has its number. With `only = true` in the "
        "first line of the file the shipped ones are not in the report at all; [`lacxl "
        "adopt`](adopt.md) writes such a file. `title` and `kind` must stand; the rest "
        "may be left out.\n\n"
        "| key | value | meaning |\n| --- | --- | --- |\n"
    )
    return text + "".join(f"| `{key}` | {kind} | {what} |\n" for key, kind, what in ENTRY)


def settings() -> str:
    """Return the reference of lacxl.toml."""
    return MADE + reference()


PAGES = {
    "commands.md": commands,
    "findings.md": findings,
    "indicators.md": indicators,
    "settings.md": settings,
}


def _definition(indicator: Indicator) -> str:
    lines = [indicator.definition, ""]
    if indicator.denominator_words:
        lines.append(f"- {indicator.numerator_words} / {indicator.denominator_words}")
    else:
        lines.append(f"- counts: {indicator.numerator_words}")
    when = {
        Kind.SNAPSHOT: "at the month's end; no year to date; the outturn is March's",
        Kind.FLOW: "over the month; adds up over the year from April",
        Kind.ROLLING: "over the twelve months to the month's end; the outturn is March's",
    }[indicator.kind]
    lines.append(f"- counted {when}")
    good = {Polarity.HIGH: "high", Polarity.LOW: "low", Polarity.NONE: "neither (no RAG)"}
    lines.append(f"- good performance: {good[indicator.polarity]}")
    if indicator.target:
        basis = "year to date" if indicator.basis is Basis.YTD else "month"
        lines.append(f"- RAG judges the {basis} against the target in the workbook")
    return "\n".join(lines)


def main() -> int:
    """Write the pages, or say which differ."""
    stale = []
    for name, make in PAGES.items():
        text = make().rstrip() + "\n"
        page = HERE / name
        if page.exists() and page.read_text("utf-8") == text:
            continue
        stale.append(name)
        if "--check" not in sys.argv:
            page.write_text(text, encoding="utf-8", newline="\n")
    sys.stdout.write(
        "".join(
            f"docs/{name} {'differs' if '--check' in sys.argv else 'written'}\n" for name in stale
        )
    )
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
