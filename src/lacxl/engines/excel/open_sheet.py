"""One sheet of the open workbook: its steps carried out, each in as few calls as it takes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from itertools import groupby
from typing import Any

from lacxl.domain.errors import Refused, refuse
from lacxl.engines.excel.blocks import Block, cells_of
from lacxl.engines.excel.dressing import steps
from lacxl.engines.excel.growth import NotGrown, parsed
from lacxl.engines.excel.native import Spelling
from lacxl.engines.excel.patience import Patience
from lacxl.engines.excel.sending import Sent
from lacxl.engines.excel.sheet_work import SheetWork, glances
from lacxl.workbook.address import Area, Cell
from lacxl.workbook.changes import CommentMove
from lacxl.workbook.conditional_formats import ConditionalFormat, is_owned
from lacxl.workbook.insertion import Axis, Insertion
from lacxl.workbook.shifting import separated, shifted
from lacxl.workbook.snapshot import CellError, CellValue, Chart, Formula, Protection

Viewpoint = Callable[[], tuple[Cell, str]]
"""Gives the active cell and what separates arguments: what formulas of rules depend on."""

_MONEY = 5e-5  # Excel gives cells of a currency format as decimals of four places


class OpenSheet:
    """A worksheet in Excel."""

    def __init__(
        self, name: str, sheet: Any, native: Spelling, patience: Patience, viewpoint: Viewpoint
    ) -> None:
        self.name = name
        self._sheet = sheet
        self._native = native
        self._patience = patience
        self._viewpoint = viewpoint
        self._ranges: dict[str, Any] = {}

    def unprotect(self, password: str | None) -> None:
        """Take the protection away; raises Refused where Excel does not take the password."""
        try:
            self._do(lambda: self._native.unprotect(self._sheet, password or ""), "unprotecting")
        except Refused as refused:
            if refused.codes != ("E105",):
                raise
            raise refuse(
                "E109",
                "The sheet's protection cannot be taken away. "
                + refused.findings[0].what.partition(": ")[2],
                self.name,
                "Nothing was written. Give the password that the sheet was protected with.",
            ) from refused

    def protect(self, protection: Protection, password: str | None) -> None:
        """Protect the sheet, free now, with these flags."""
        given = (password or "") if protection.password else ""
        self._do(lambda: self._native.protect(self._sheet, protection, given), "protecting")

    def insert(self, insertion: Insertion) -> None:
        """Insert rows or columns that look like those before them."""
        lines = self._range(insertion.lines)
        across = insertion.axis is Axis.COLUMNS
        self._do(partial(lines.insert, "right" if across else "down"), "inserting")
        self._ranges.clear()  # they have moved
        if across and insertion.before > 1:  # as wide as the one before, unless that is hidden
            before = self._range(replace(insertion, before=insertion.before - 1, count=1).lines)
            if width := self._get(before, "column_width"):
                lines = self._range(insertion.lines)
                self._put(lines, "column_width", width, "setting a width")

    def delete(self, insertion: Insertion) -> None:
        """Delete rows or columns that were inserted."""
        lines = self._range(insertion.lines)
        self._do(lines.delete, "deleting what was inserted")
        self._ranges.clear()

    def take_in(
        self, missing: NotGrown, insertions: Iterable[Insertion], taking_in: Callable[[str], str]
    ) -> None:
        """Let charts, names, conditional formats and validations take in what was inserted."""
        known = False
        charts = missing.charts.items()
        for key, chart in sorted(charts, key=lambda each: len(each[1].series), reverse=True):
            known = self._show_more(key, chart, taking_in, known=known and all(chart.series))
        for name, text in missing.names.items():
            names = self._get(self._sheet, "names")
            found = self._do(partial(names.__getitem__, name), "looking a name up")
            self._put(found, "refers_to", f"={text}", "letting a name mean more")
        for insertion in insertions:
            if missing.formatted:
                self._format_more(insertion, missing.formatted)
            if missing.validates:
                self._validate_more(insertion)

    def _show_more(
        self, key: str | int, chart: Chart, taking_in: Callable[[str], str], *, known: bool
    ) -> bool:
        """Let each series of a chart take in what was inserted; say whether the copy told them.

        Unless that is `known` the last one is read. If the copy says the same of it, the others are
        taken from there; else each is read.
        """
        native = self._native
        drawn = self._do(partial(native.chart, self._sheet, key), "looking a chart up")
        for number, told in reversed(list(enumerate(chart.series, 1))):
            series = self._do(partial(native.series, drawn, number), "looking a series up")
            formula = told if known else ""
            formula = formula or self._do(partial(native.formula_of, series), "reading a series")
            known = known or (number == len(chart.series) and formula == told)
            new = taking_in(formula)
            if new != formula:
                put = partial(native.put_formula, series, new)
                self._do(put, "letting a chart show more")
        return known

    def _format_more(self, insertion: Insertion, areas: Mapping[Area, Area]) -> None:
        """Give conditional formats that end before the new rows or columns those too."""
        native = self._native
        before = self._range(replace(insertion, before=insertion.before - 1, count=1).lines)
        conditions = self._do(partial(native.conditions, before))
        for condition in self._do(partial(list, conditions), "reading its rules"):
            address = self._do(partial(native.applies_to, condition), "reading a rule")
            old = [parsed(each) for each in address.split(",")]
            new = [areas.get(each, each) for each in old]
            if new != old:
                cells = self._range(",".join(map(str, new)))
                self._do(partial(native.apply_to, condition, cells), "letting a rule reach further")

    def _validate_more(self, insertion: Insertion) -> None:
        """Give the new rows or columns the validations of the one before them."""
        before = self._range(replace(insertion, before=insertion.before - 1, count=1).lines)
        lines = self._range(insertion.lines)
        self._do(before.copy, "copying validations")
        self._do(partial(lines.paste, paste="validation"), "letting validations reach further")
        self._put(self._sheet.book.app, "cut_copy_mode", False, "letting go of a copy")

    def differing(self, areas: Sequence[Area], values: Mapping[Cell, CellValue]) -> list[Cell]:
        """Return the cells of areas about to be written that no longer hold these values.

        As a rule one look at all of them. Dates, errors and the results of formulas are not
        compared: they come in other shapes, and the copy has just been compared.
        """
        there: dict[Cell, object] = {}
        for area in glances(areas):
            for row, line in enumerate(self._read(area), area.top):
                there.update((Cell(row, area.left + n), raw) for n, raw in enumerate(line))
        return [
            cell
            for area in areas
            for cell in cells_of(area)
            if not _alike(values.get(cell), there[cell])
        ]

    def carry_out(self, work: SheetWork) -> None:
        """Do the work's steps in their order."""
        for address in work.parted:
            cells = self._range(address)
            self._do(cells.unmerge, "parting merged cells")
        for styled in work.before:
            self._style(styled.address, styled.number_format)
        for address, alike in groupby(work.restyled, key=lambda each: each.address):
            cells = self._range(address)
            wanted = [step for each in alike for step in steps(each.fact, each.said)]
            for _, of_part in groupby(wanted, key=lambda step: (step.part, step.edge)):
                dress = partial(self._native.dress_cells, cells, list(of_part))
                self._do(dress, "setting a look")
        for block in work.blocks:
            single = block.area.size == 1
            self._write(str(block.area), block.rows[0][0] if single else block.rows)
        for stamp in work.stamps:
            self._write(stamp.address, stamp.value)
        for cell, value in work.alone:
            self._write(str(cell), value)
        for block in (*work.mixed, *work.entered):
            self._enter(block)
        for styled in work.after:
            self._style(styled.address, styled.number_format)
        if work.unlock_all:
            self._lock(self._get(self._sheet, "cells"), False)
        for address in work.unlocked:
            self._lock(self._range(address), False)
        for address in work.locked:
            self._lock(self._range(address), True)
        if work.rules is not None:
            self._replace_rules(work.rules, there=work.rules_there)
        for move in work.notes:
            self._move_note(move)
        if any(move.before and move.after for move in work.notes):
            self._put(self._sheet.book.app, "cut_copy_mode", False, "letting go of a copy")
        for name, text in work.chart_texts:
            put = partial(self._native.put_chart_text, self._sheet, name, text)
            self._do(put, "setting an alternative text")
        for address in work.merged:
            cells = self._range(address)
            # xlwings' own asks seven things first; no question comes while Excel is quiet
            self._do(partial(cells.impl.merge, False), "merging cells")

    def _replace_rules(self, rules: Iterable[ConditionalFormat], *, there: bool) -> None:
        """Put these in the place of lacxl's own rules; other people's stay, before ours."""
        native = self._native
        if there:
            cells = self._get(self._sheet, "cells")
            conditions = self._do(lambda: native.conditions(cells))
            present = self._do(lambda: native.formulas(conditions), "reading its rules")
            for condition, formula in reversed(present):
                if is_owned(formula):
                    self._do(partial(native.remove, condition), "removing a rule")
        by_area: dict[Area, Any] = {}
        for rule in rules:
            if rule.area not in by_area:
                cells = self._range(str(rule.area))
                by_area[rule.area] = self._do(partial(native.conditions, cells))
            seen_from, separator = self._viewpoint()
            formula = f"={separated(shifted(rule.formula, rule.area.first, seen_from), separator)}"
            adding = partial(native.add_condition, by_area[rule.area], formula)
            condition = self._do(adding, "adding a rule")
            self._do(partial(native.dress, condition, rule.look), "colouring a rule")

    def _move_note(self, move: CommentMove) -> None:
        """Move, add or remove a comment; one that is where it should be, or gone, is let be.

        It is copied and pasted, so that author, letters and size go along.
        """
        text = move.comment.text
        source = self._range(str(move.before)) if move.before else None
        target = self._range(str(move.after)) if move.after else None
        present = self._get(source, "note") if source is not None else None
        if present is not None and self._get(present, "text") != text:
            present = None  # another one's
        there = self._get(target, "note") if target is not None else None
        if target is not None and there is None:
            if source is None:
                self._do(partial(target.add_note, text), "adding a comment")
            elif present is not None:
                self._do(source.copy, "copying a comment")
                self._do(partial(target.paste, paste="comments"), "moving a comment")
        elif there is not None and self._get(there, "text") != text:
            return
        if present is not None:
            self._do(present.delete, "removing a comment")

    def _read(self, area: Area) -> tuple[tuple[Any, ...], ...]:
        cells = self._range(str(area))
        raw = self._get(cells, "raw_value", "reading cells")
        if area.size == 1:
            return ((raw,),)
        if not isinstance(raw[0], tuple | list):
            raw = [raw] if area.top == area.bottom else [[each] for each in raw]
        return tuple(tuple(row) for row in raw)

    def _write(self, address: str, value: Sent | tuple[tuple[Sent, ...], ...]) -> None:
        cells = self._range(address)
        self._put(cells, "raw_value", value, "writing cells")

    def _enter(self, block: Block) -> None:
        cells = self._range(str(block.area))
        formulas = block.rows if block.area.size > 1 else block.rows[0][0]
        # xlwings' own setter asks ten things first
        self._put(cells.impl, "formula", formulas, "entering formulas")

    def _style(self, address: str, number_format: str) -> None:
        cells = self._range(address)
        self._put(cells, "number_format", number_format, "setting a format")

    def _lock(self, cells: Any, locked: bool) -> None:
        self._do(lambda: self._native.lock(cells, locked), "setting locks")

    def _range(self, address: str) -> Any:
        if address not in self._ranges:
            self._ranges[address] = self._do(lambda: self._sheet.range(address))
        return self._ranges[address]

    def _get(self, thing: Any, name: str, what: str = "") -> Any:
        return self._patience.get(thing, name, self._saying(what))

    def _put(self, thing: Any, name: str, value: object, what: str) -> None:
        self._patience.put(thing, name, value, self._saying(what))

    def _do(self, call: Callable[[], Any], what: str = "") -> Any:
        return self._patience(call, self._saying(what))

    def _saying(self, what: str) -> str:
        return f"{what} on the sheet '{self.name}'" if what else f"on the sheet '{self.name}'"


def _alike(stated: CellValue, raw: object) -> bool:
    """Say whether Excel's raw value can be what was stated."""
    if isinstance(stated, Formula | CellError | dt.date):
        return True
    if stated is None or stated == "":
        return raw is None or raw == ""
    if isinstance(stated, bool):
        return raw is stated
    if isinstance(stated, str):
        return raw == stated
    if isinstance(stated, int | float):
        if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal):
            return isinstance(raw, dt.date)  # shown as a date or time of day
        near = _MONEY if isinstance(raw, Decimal) else 1e-12 * max(1.0, abs(stated))
        return abs(float(raw) - stated) <= near
    return True
