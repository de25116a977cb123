"""The rows below a header not yet described: which indicator each is of, and which part of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from lacxl.adopting.candidate_tables import ShownIndicator
from lacxl.adopting.columns_about_rows import code_at
from lacxl.adopting.unclear_tables import nameless
from lacxl.adopting.vocabulary import part_of
from lacxl.domain.finding import Finding
from lacxl.workbook.address import Cell
from lacxl.workbook.layout.grid import Grid
from lacxl.workbook.layout.heading_words import OwnTable, text_of
from lacxl.workbook.layout.own_columns import VALUE, OwnColumns
from lacxl.workbook.layout.own_rows import show_several


def entries_below(
    grid: Grid, columns: OwnColumns, words: OwnTable, until: int
) -> tuple[OwnTable, list[ShownIndicator], list[Finding]]:
    """Return the indicators whose rows are below a header, and the words with their parts."""
    about = columns.about
    title, number = about.get("indicator"), about.get("number")
    in_titles = "part" in about and about["part"] == title
    found: list[_Found] = []
    for row in range(columns.header.bottom + 1, until):
        code = code_at(grid, Cell(row, number)) if number else ""
        text = text_of(grid.value(grid.area(Cell(row, title)).first)) if title else ""
        said = grid.value(Cell(row, about["part"])) if "part" in about else None
        part = part_of(said) if "part" in about else "value"
        if in_titles:
            text = "" if part is not None and not code else text
            part = None if code else part
        merged = any(
            grid.area(Cell(row, column)).top < row
            for column in (title, number)
            if column is not None
        )
        if found and found[-1].has(code, text, is_parted="part" in about, merged=merged):
            is_strange = "part" not in about and show_several(columns, [found[-1].row, row])
            found[-1].add(row, None if is_strange else part, "?" if is_strange else text_of(said))
        elif code or text:
            says_part = in_titles or ("part" in about and part is not None)
            is_row = bool(code) if number else says_part or _is_held(grid, columns, row)
            found.append(_Found(code, text, row, is_row))
            found[-1].add(row, part, "" if in_titles else text_of(said))
        elif found and _is_held(grid, columns, row):
            found[-1].add(row, None, "?")
    entries: list[ShownIndicator] = []
    parts: dict[str, list[str]] = {}
    unsure: list[ShownIndicator] = []
    for each in (each for each in found if each.is_row):
        rows = each.rows_by_part(parts)
        place = grid.place(Cell(each.row, title or number or 1))
        entry = ShownIndicator(each.code, each.text or each.code, place, rows)
        if "value" in rows and not each.strange(rows):
            entries.append(entry)
        elif rows or each.unknown:
            unsure.append(entry)
    spelt = {part: tuple(dict.fromkeys(texts)) for part, texts in parts.items()}
    return replace(words, parts=spelt), entries, nameless(unsure)


def _is_held(grid: Grid, columns: OwnColumns, row: int) -> bool:
    """Say whether a row has a figure, or anything by which one is judged."""
    return any(
        grid.is_number(Cell(row, each.number))
        if each.meaning == VALUE
        else grid.value(Cell(row, each.number)) is not None
        for each in columns.columns
    )


@dataclass(slots=True)
class _Found:
    """The rows of what may be an indicator: known parts of its figure, and rows of what else."""

    code: str
    text: str
    row: int
    is_row: bool
    known: dict[str, tuple[int, str]] = field(default_factory=dict)
    unknown: list[tuple[int, str]] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    last: int = 0

    def has(self, code: str, text: str, *, is_parted: bool, merged: bool) -> bool:
        """Say whether a row with these words goes on with it."""
        if not code and not text:
            return is_parted
        if not is_parted:
            return (code, text) == (self.code, self.text) and merged
        return text == self.text and code in ("", self.code)

    def add(self, row: int, part: str | None, word: str) -> None:
        """Take in a row."""
        if self.last and row - self.last > 1:
            return
        if part == "other":
            self.others.append(word)
        elif part is not None and part not in self.known:
            self.known[part] = row, word
        elif word or part is not None:
            self.unknown.append((row, word))
        elif not self.known:
            self.unknown.append((row, ""))
        self.last = row

    def rows_by_part(self, words: dict[str, list[str]]) -> dict[str, int]:
        """Return the row of each part, and add the words for them to those of the table.

        One row alone is the figure, and so is the third beside numerator and denominator.
        """
        rows = {part: row for part, (row, _) in self.known.items()}
        if rows.keys() == {"numerator"} and not self.unknown:  # a count has nothing else
            words.setdefault("numerator", []).append(self.known["numerator"][1])
            return {"value": rows["numerator"]}
        one_left = [(row, word) for row, word in self.unknown if word not in ("", "?")]
        if (
            "value" not in rows
            and {"numerator", "denominator"} <= rows.keys()
            and one_left[1:] == []
        ):
            for row, word in one_left:
                rows["value"] = row
                words.setdefault("value", []).append(word)
                self.unknown = [each for each in self.unknown if each[0] != row]
        if not rows and len(self.unknown) == 1 and self.unknown[0][1] == "":
            return {"value": self.unknown[0][0]}
        for part, (_, word) in self.known.items():
            if word:
                words.setdefault(part, []).append(word)
        if self.others:
            words.setdefault("other", []).extend(self.others)
        return rows

    def strange(self, rows: dict[str, int]) -> bool:
        """Say whether a row beside those of the figure cannot be told."""
        return any(row not in rows.values() and word for row, word in self.unknown)
