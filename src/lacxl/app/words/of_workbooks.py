"""Words for what was found in a workbook, in two of them, and in a folder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lacxl.app.words.words_of_results import TableOfTexts, Words
from lacxl.domain.numbers import how_many

if TYPE_CHECKING:
    from pathlib import Path

    from lacxl.addin.doctor import Examination
    from lacxl.adopting.answers import Asked
    from lacxl.app.adopt.adopted import Adopted
    from lacxl.app.check.check import Checked
    from lacxl.app.check.diff import Compared
    from lacxl.app.check.verify import Verified
    from lacxl.app.scan import Scanned

_DIFFERENT = ("figure", "of", "was", "is", "where", "why")


_MARKS = {True: "ok", False: "LOOK", None: "?"}


def of_scan(result: Scanned) -> Words:
    """Say what was found, or that nothing was."""
    none = "Nothing was found that nobody sees, and nothing that looks like a child's record."
    return Words("" if result.findings else none, findings=result.findings)


def of_checked(result: Checked) -> Words:
    """Say that nothing contradicts itself, or as of which month, and what was not judged."""
    month = f" Judged as of {result.month.long}." if result.month else ""
    none = f"Nothing contradicts itself.{month}"
    sentences = how_many(result.unjudged, "sentence")
    unjudged = f"{sentences} could not be bound to one indicator and month: not judged."
    return Words(
        month.strip() if result.findings else none,
        findings=result.findings,
        notes=(unjudged,) if result.unjudged else (),
    )


def of_diff(result: Compared) -> Words:
    """Say which figures differ and why, then which other cells and shapes do."""
    figures = tuple(
        (each.figure, each.what, each.was, each.now, ", ".join(map(str, each.cells)), each.why)
        for each in result.figures
    )
    cells = tuple((str(each.place), each.was, each.now) for each in result.cells)
    others = how_many(len(cells) + len(result.boxes), "other place")
    counted = f"{how_many(len(figures), 'figure')} and {others}"
    pair = f"{result.before.name} and {result.after.name}"
    return Words(
        f"{pair} differ in {counted}." if result.differ else f"{pair} show the same.",
        (
            *(
                [TableOfTexts(_DIFFERENT, figures, tuple(e.cells[0] for e in result.figures))]
                if figures
                else []
            ),
            *(
                [TableOfTexts(("cell", "was", "is"), cells, tuple(e.place for e in result.cells))]
                if cells
                else []
            ),
        ),
        findings=result.findings,
        notes=(
            *(f"Another text: {name} on {sheet}" for sheet, name in result.boxes),
            *(
                [f"Only in the first: {', '.join(result.only_before)}"]
                if result.only_before
                else []
            ),
            *([f"Only in the second: {', '.join(result.only_after)}"] if result.only_after else []),
        ),
    )


def of_verified(result: Verified) -> Words:
    """Say whether everything agrees, and what was compared."""
    counted = ", ".join(
        (
            how_many(result.entries, "line") + " of the register",
            how_many(result.receipts, "receipt"),
            how_many(result.backups, "backup"),
            how_many(result.copies, "issue"),
        )
    )
    if result.agrees:
        headline = "Everything agrees." if result.entries else "Nothing was written here yet."
    else:
        headline = "Not everything agrees."
    return Words(
        headline,
        findings=result.findings,
        notes=(
            *(f"Put right: {path.name}" for path in result.put_right),
            f"As they were written: {counted}.",
            *([f"The register has come to: {result.head}"] if result.head else []),
        ),
    )


def of_adopted(result: Adopted) -> Words:
    """Say what a workbook was taken for, what is open, and what comes next."""
    if result.is_shipped:
        return Words(
            "This is the workbook that lacxl fills without any settings.",
            notes=(*(f"Written: {path.name}" for path in result.written), "Next: lacxl refresh"),
        )
    months = result.months
    span = f", {months[0].short} to {months[-1].short}" if months else ""
    tables = ", ".join(result.tables) or "no table yet"
    headline = f"{how_many(result.indicators, 'indicator')} on {tables}{span}."
    count = sum(len(each.items) for each in result.asked)
    if result.asked:
        what = how_many(count, "answer")
        headline += f" {what[0].upper()}{what[1:]} {'is' if count == 1 else 'are'} needed."
    notes = [f"[{each.id}] {each.asks} ({_keys(each)})" for each in result.asked]
    if result.dry_run:
        notes.append("Nothing was written.")
    else:
        notes += [f"Written: {', '.join(path.name for path in result.written) or 'nothing new'}."]
        if result.kept:
            notes.append(f"Kept, as somebody has corrected them: {_names(result.kept)}.")
        if result.taken_in:
            what = how_many(result.taken_in, "figure")
            notes.append(f"Taken into the history, as printed: {what}.")
        for file, count, what in (
            ("outturns.csv", result.outturns, "outturn"),
            ("benchmarks.csv", result.benchmarks, "benchmark"),
        ):
            if count:
                notes.append(f"Taken into {file}, as printed: {how_many(count, what)}.")
        notes.append(_next_of_adopted(result))
    return Words(headline, findings=result.findings, notes=tuple(notes))


def _next_of_adopted(result: Adopted) -> str:
    if result.asked:
        return "Next: open lacxl-map.html, answer in lacxl-answers.toml, and run the same again."
    if result.is_refused:
        return (
            "Next: mend what is listed above, and run the same again. Until then a refresh refuses "
            "the workbook."
        )
    return (
        "Next: look at lacxl-map.html, then put the month's figures into readings.csv and run: "
        "lacxl refresh MONTH --dry-run"
    )


def _keys(asked: Asked) -> str:
    keys = [item.key for item in asked.items]
    return ", ".join(keys[:4]) + (f" and {len(keys) - 4} more" if len(keys) > 4 else "")


def _names(paths: Sequence[Path]) -> str:
    return ", ".join(path.name for path in paths)


def of_check(check: Examination) -> tuple[str, str]:
    """Return the mark of something that the doctor looked at, and what it found."""
    return _MARKS[check.ok], f"{check.name}: {check.said}"
