"""A table of children read into typed columns, with its faults reported."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from lacxl.records.feeds import codes as coding
from lacxl.records.feeds.date_columns import ERROR_SAID, read_dates
from lacxl.records.feeds.dates import BLANK_WORDS, ERROR_VALUES
from lacxl.records.feeds.held import held_of
from lacxl.records.feeds.identities import Identifiers, Identities, standards
from lacxl.records.feeds.options import ReadOptions
from lacxl.records.feeds.recognising import Recognised
from lacxl.records.feeds.report import Report
from lacxl.records.feeds.schema import ColumnSpec, Kind, code_lists, shown
from lacxl.records.feeds.standing import Numbers, Standing, distinct
from lacxl.records.frames import Codes, Days, Frame, Mask, Rows
from lacxl.tables.cells import EMPTY, Column, Texts

Whole = npt.NDArray[np.int32] | npt.NDArray[np.int64]
_MANGLED = re.compile(r"\d(?:\.\d+)?E\+\d+", re.IGNORECASE)
_TRUE = frozenset(("1", "y", "yes", "true", "t", "cancelled", "canceled"))
_FALSE = frozenset(("0", "2", "n", "no", "not", "false", "f"))
_YEAR = re.compile(r"((?:19|20)?\d\d)(?: *(?:[-/_ ]|to)? *((?:19|20)?\d\d))?", re.ASCII)
_YEAR_END = re.compile(
    r"(?:31/0?3/|(?:.* )?31(?:st)? March )((?:19|20)\d\d)|((?:19|20)\d\d)-03-31.*",
    re.ASCII | re.IGNORECASE,
)
_YES_NO = re.compile(r"\(?[A-Za-z]\)\s*")


@dataclass(slots=True, repr=False)
class Module:
    """The rows of a table, typed: dates, categories of codes, and children by identifier.

    `children[i]` is the place of row i's child in `identifiers`, or -1; where those are whole
    numbers it is the child's number itself, and `identifiers` are the different ones in order.
    """

    kind: Kind
    file: str
    rows: Rows
    children: Whole
    identifiers: Identifiers
    dates: dict[str, Days] = field(default_factory=dict)
    codes: dict[str, Codes] = field(default_factory=dict)
    numbers: dict[str, npt.NDArray[np.float64]] = field(default_factory=dict)
    links: dict[str, Column] = field(default_factory=dict)
    councils: frozenset[str] = frozenset()
    _runs: tuple[Whole, Numbers] | None = None
    _left_out: bool = False

    def appearing(self) -> Identifiers:
        """Return the identifiers as they appear where each child's rows stand together, and then
        those of rows that were left out; else only the different ones.
        """
        if not isinstance(self.identifiers, np.ndarray):
            return self.identifiers
        heads = self._heads()[1]
        if len(heads) > len(self.identifiers):
            return self.identifiers
        if not self._left_out:
            return heads
        standing = Standing(heads)
        if not standing.is_different:
            return self.identifiers
        lost = self.identifiers[standing.of(self.identifiers) < 0]
        return np.append(heads, lost) if len(lost) else heads

    def _heads(self) -> tuple[Whole, Numbers]:
        """Return where runs of rows of one child begin, and the children; they are kept."""
        if self._runs is None:
            first = _heads(self.children)
            self._runs = first, self.children[first].astype(np.int64, copy=False)
        return self._runs

    def frame(self, identities: Identities) -> Frame:
        """Return the rows as a frame, each child by its code (-1 where it has none)."""
        return Frame(
            {
                "child": self._child_codes(identities),
                **self.dates,
                **self.codes,
                **self.numbers,
                "row": self.rows,
                "file": Codes.all_of(self.file, len(self.rows)),
                **{name: _identifiers(link) for name, link in self.links.items()},
            }
        )

    def _child_codes(self, identities: Identities) -> npt.NDArray[np.int64]:
        if isinstance(self.identifiers, np.ndarray):
            first, heads = self._heads()
            codes = np.zeros(len(self.rows), np.int64)
            codes[first] = np.diff(identities.codes(heads), prepend=0)
            return np.cumsum(codes, out=codes)  # unlike repeating, it lets others work beside it
        lookup = np.full(len(self.identifiers) + 1, -1, np.int64)
        lookup[:-1] = identities.codes(self.identifiers)
        return lookup[self.children]

    def keep(self, mask: Mask) -> None:
        """Leave out the rows that are not in the mask."""
        if mask.all():
            return
        self.rows = self.rows[mask]
        self.children = self.children[mask]
        self._runs, self._left_out = None, True
        self.dates = {name: days[mask] for name, days in self.dates.items()}
        self.codes = {name: codes[mask] for name, codes in self.codes.items()}
        self.numbers = {name: numbers[mask] for name, numbers in self.numbers.items()}
        self.links = {name: link.taken(mask) for name, link in self.links.items()}


def read_module(
    recognised: Recognised,
    file: str,
    rows: Rows,
    columns: Mapping[str, Column],
    report: Report,
    options: ReadOptions,
) -> Module | None:
    """Return the typed rows of a table whose key columns are all there.

    A column of dates of which nobody can tell day from month is taken as not there: None, if the
    table says nothing without it.
    """
    kind = recognised.kind
    specs = {spec.name: spec for spec in kind.columns if spec.name in columns}
    child = next((spec for spec in specs.values() if spec.type == "child"), None)
    if child is None:
        children: Whole = np.full(len(rows), -1, np.int32)
        identifiers: Identifiers = ()
    else:
        children, identifiers = _children(columns[child.name], child, file, rows, report)
    module = Module(kind, file, rows, children, identifiers)
    module.dates, untold = read_dates(file, rows, specs, columns, report, options)
    for name in untold:
        if specs.pop(name).key_column:
            return None
    for name, spec in specs.items():
        column = columns[name]
        if spec.type == "code":
            module.codes[name] = _codes(column, spec, file, rows, report)
        elif spec.type == "held":
            said = held_of(list(column.values), options.held, options.not_held)
            module.codes[name] = Codes.mapped(column.codes, said)
        elif spec.type == "text":
            module.codes[name] = _texts(column)
        elif spec.type == "year":
            module.numbers[name] = _years(column, spec, file, rows, report)
        elif spec.type in ("number", "flag"):
            module.numbers[name] = _numbers(column, spec, file, rows, report)
        elif spec.type == "link":
            module.links[name] = column
        elif spec.type == "council":
            module.councils = frozenset(str(value).casefold() for value in column.values)
    for name, constant in recognised.constants.items():
        module.codes[name] = Codes.all_of(constant, len(rows))
    module.keep(_said(module, specs, report))
    return module


def _heads(values: Whole) -> npt.NDArray[np.intp]:
    """Return where runs of the same value begin: a child's rows mostly stand together."""
    new = np.ones(len(values), bool)
    np.not_equal(values[1:], values[:-1], out=new[1:])
    return np.flatnonzero(new)


def _children(
    column: Column, spec: ColumnSpec, file: str, rows: Rows, report: Report
) -> tuple[Whole, Identifiers]:
    if isinstance(column.values, np.ndarray):
        # in order already here, where files are read side by side
        return column.values, distinct(column.values[_heads(column.values)])
    identifiers = standards(column.values)
    bad = [
        i for i, text in enumerate(identifiers)
        if text.casefold() in ERROR_VALUES or text.casefold() in BLANK_WORDS
    ]  # fmt: skip
    mangled = [i for i, text in enumerate(identifiers) if _MANGLED.fullmatch(text)]
    children: Whole = column.codes
    if mangled:
        report.add(
            "X131",
            file,
            "[identifier was|identifiers were] turned into a number like 1.2E+11 by Excel; left "
            "out.",
            "Export again and open the file as text, or give the extract that Excel has not saved.",
            shown(spec.title),
            rows[np.isin(children, mangled)],
        )
    if bad or mangled:
        children = np.where(np.isin(children, [*bad, *mangled]), -1, children)
        children = children.astype(np.int32)
    return children, identifiers


def _codes(column: Column, spec: ColumnSpec, file: str, rows: Rows, report: Report) -> Codes:
    known = code_lists()[spec.codes]
    found = coding.codes_of(list(column.values), known)
    for mark, code, what, todo in (
        (coding.UNKNOWN, "X120", "[code is|codes are] not allowed here; read as blank.",
         f"Allowed ({known.title}): {', '.join(known.allowed)}."),
        (coding.ERROR, "X127", *ERROR_SAID),
    ):  # fmt: skip
        marked = [i for i, text in enumerate(found) if text == mark]
        if marked:
            report.add(
                code, file, what, todo, shown(spec.title), rows[np.isin(column.codes, marked)]
            )
    blank = column.codes == EMPTY
    if spec.filled and blank.any():
        report.add(
            "X186",
            file,
            f"[row has|rows have] no {known.title}, so that not everything can be counted.",
            "Fill it in.",
            shown(spec.title),
            rows[blank],
        )
    unmarked = ["" if text in (coding.UNKNOWN, coding.ERROR) else text for text in found]
    return Codes.mapped(column.codes, unmarked)


def _identifiers(column: Column) -> Codes:
    """Return a column of identifiers of rows, as those of children are; none for NULL."""
    texts = standards(list(column.values))
    none = ERROR_VALUES | BLANK_WORDS
    return Codes.mapped(column.codes, ["" if t.casefold() in none else t for t in texts])


def _texts(column: Column) -> Codes:
    """Return a column of free texts; an error value of Excel is none."""
    if column.words is not None:
        found = Codes.of_words(column.words)
        if not (column.words.view(np.uint8) == ord("#")).any():
            return found
        return Codes.mapped(
            found.places, ["" if t.casefold() in ERROR_VALUES else t for t in found.texts]
        )
    if isinstance(column.values, Texts) and not column.values.may_have("#"):
        return Codes(column.codes, column.values)
    texts = [str(value) for value in column.values]
    return Codes.mapped(column.codes, ["" if t.casefold() in ERROR_VALUES else t for t in texts])


def _numbers(
    column: Column, spec: ColumnSpec, file: str, rows: Rows, report: Report
) -> npt.NDArray[np.float64]:
    """Return numbers, or 1 and 0 for a flag; NaN where there is none."""
    values = np.full(len(column.values) + 1, np.nan)
    bad = []
    for i, cell in enumerate(column.values):
        text = str(cell).casefold()
        if text in BLANK_WORDS or text in ERROR_VALUES:
            if text in ERROR_VALUES:
                bad.append(i)
            continue
        if spec.type == "flag":
            word = _YES_NO.sub("", text).removesuffix(".0")
            word = word if word in _TRUE | _FALSE else word.split(" ")[0].rstrip(":-,")
            if word in _TRUE | _FALSE:
                values[i] = float(word in _TRUE)
            else:
                bad.append(i)
            continue
        try:
            number = float(text)
        except ValueError:
            number = -1.0
        if 0 <= number < 10_000 and number.is_integer():
            values[i] = number
        else:
            bad.append(i)
    if bad:
        wanted = "yes or no" if spec.type == "flag" else "a whole number"
        report.add(
            "X128",
            file,
            f"[cell holds|cells hold] something else than {wanted}; read as blank.",
            f"Write {wanted}.",
            shown(spec.title),
            rows[np.isin(column.codes, bad)],
        )
    return values[column.codes]


def _years(
    column: Column, spec: ColumnSpec, file: str, rows: Rows, report: Report
) -> npt.NDArray[np.float64]:
    """Return the years of returns, each by that of its 31 March; NaN where there is none."""
    years = [year_of(str(cell)) for cell in column.values]
    bad = [
        i for i, cell in enumerate(column.values)
        if years[i] is None and str(cell).casefold() not in BLANK_WORDS
    ]  # fmt: skip
    if bad:
        report.add(
            "X128",
            file,
            "[cell holds|cells hold] something else than the year of a return; read as blank.",
            "Write the year as 2024, or as 2023/24.",
            shown(spec.title),
            rows[np.isin(column.codes, bad)],
        )
    values = [np.nan if year is None else float(year) for year in years]
    return np.array([*values, np.nan])[column.codes]


def year_of(text: str) -> int | None:
    """Return the year of the 31 March of a return: 2024, 2023/24, 23/24, 2023-2024, 202324 and
    31/03/2024 are 2024.
    """
    written = text.strip().removesuffix(".0")
    if end := _YEAR_END.fullmatch(written):
        return int(end[1] or end[2])
    found = _YEAR.fullmatch(written)
    if found is None:
        return None
    first, second = found[1], found[2]
    if second is None:
        return int(first) if len(first) == 4 else None
    last = int(first[-2:]) + 1
    return int(f"{first[:-2] or 20}00") + last if last % 100 == int(second[-2:]) else None


def _said(module: Module, specs: Mapping[str, ColumnSpec], report: Report) -> Mask:
    """Return which rows say something: those with a child and every key date."""
    keep = np.ones(len(module.rows), bool)
    for spec in specs.values():
        if not spec.key:
            continue
        there = module.children >= 0 if spec.type == "child" else ~np.isnat(module.dates[spec.name])
        lacking = keep & ~there
        if lacking.any():
            code, what = (
                ("X130", "[row has|rows have] no child identifier that can be used; left out.")
                if spec.type == "child"
                else (
                    "X133",
                    "[row lacks|rows lack] a date without which nothing is said; left out.",
                )
            )
            report.add(
                code, module.file, what, "Fill it in.", shown(spec.title), module.rows[lacking]
            )
            keep &= there
    return keep
