"""Benchmarks as they are shown: of which year they are, and how far they compare."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lacxl.domain.finding import Finding, note, warning
from lacxl.domain.month import FinancialYear
from lacxl.workbook.address import CellRef


def only_in_part(partly: Mapping[str, Sequence[str]], file: str) -> Iterator[Finding]:
    """Yield K124 for the indicators whose benchmarks are comparable only in part.

    `partly` has the indicators by the respects in which they are, in words.
    """
    if partly:
        listed = ". ".join(f"{', '.join(numbers)}: {words}" for words, numbers in partly.items())
        yield note(
            "K124",
            f"these benchmarks are comparable only in part. {listed}.",
            file,
            "Say so where they are shown, or refuse them: [benchmarks] refuse in lacxl.toml.",
        )


def of_other_years(years: Mapping[FinancialYear, Sequence[str]], file: str) -> Iterator[Finding]:
    """Yield K120 where benchmarks are older than others that stand under the same heading."""
    newest = max(years)
    older = {year: numbers for year, numbers in years.items() if year != newest}
    if older:
        listed = "; ".join(f"{', '.join(older[year])} of {year}" for year in sorted(older))
        yield warning(
            "K120",
            f"the benchmarks are of {newest}, but for those of {listed}.",
            file,
            "Bring them up to date, or say their year beside them.",
        )


def older_release(newest: FinancialYear, could_be: FinancialYear, file: str) -> Iterator[Finding]:
    """Yield K121 where benchmarks are a year or more older than they could be."""
    if newest < could_be:
        yield note(
            "K121",
            f"the newest benchmarks are of {newest}; those of {could_be} are published by then.",
            file,
            "Download the DfE's newest files, and run: lacxl benchmarks FOLDER",
        )


def covered_by(heading: CellRef, numbers: Sequence[str], file: str) -> Iterator[Finding]:
    """Yield K122 where cells under a heading that gets another year are not in the file."""
    if numbers:
        yield warning(
            "K122",
            f"the heading has another year now, and benchmarks of {', '.join(numbers)} under it "
            f"are not in {file}: they stay as they are.",
            str(heading),
            "Correct or clear them, or give them a row in the file.",
        )


def not_to_write(headings: Sequence[CellRef], year: FinancialYear) -> Iterator[Finding]:
    """Yield K123 where headings name another year and are where nothing can be written."""
    if headings:
        yield warning(
            "K123",
            f"the heading of the benchmarks names another year than {year}, and cannot be written.",
            ", ".join(map(str, headings)),
            "Correct it by hand.",
        )
