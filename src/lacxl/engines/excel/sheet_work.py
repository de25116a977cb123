"""What to do on one open sheet, worked out before anything is done. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from lacxl.engines.excel.blocks import Block, RepeatedValue, addresses, blocks_of, gathered, joined
from lacxl.engines.excel.sending import LONGEST_IN_BLOCK, WRITABLE_ERRORS, Sent, sent
from lacxl.engines.package.admission import SheetChanges
from lacxl.workbook.address import Area, Cell
from lacxl.workbook.changes import CommentMove, CommentsChange
from lacxl.workbook.conditional_formats import ConditionalFormat
from lacxl.workbook.snapshot import CellError, CellLook, CellValue, Formula, Scalar, SheetSnapshot
from lacxl.workbook.style import Style

GENERAL, TEXT = "General", "@"
_LARGEST_LOOK = 100_000
"""The most cells read at a time: there are thousands of millions beyond the surveyed window."""


@dataclass(frozen=True, slots=True)
class Styled:
    """A number format for the cells that the address names."""

    address: str
    number_format: str


@dataclass(frozen=True, slots=True)
class Restyled:
    """A fact of a style for the cells that the address names; '' takes it away."""

    address: str
    fact: str
    said: str


@dataclass(frozen=True, slots=True)
class SheetWork:
    """The steps on one sheet, in the order in which they are done.

    Formats come before the values, because Excel reads text by them; `after` are those that only
    hold once the values are there. `entered` are formulas and errors, `mixed` those together with
    values. Merged cells are `parted`
    first and `merged` last. `rules` is None where lacxl's conditional formats stay; `rules_there`
    says that some are there to be replaced.
    """

    sheet: str
    before: tuple[Styled, ...] = ()
    blocks: tuple[Block, ...] = ()
    stamps: tuple[RepeatedValue, ...] = ()
    alone: tuple[tuple[Cell, Sent], ...] = ()
    mixed: tuple[Block, ...] = ()
    entered: tuple[Block, ...] = ()
    after: tuple[Styled, ...] = ()
    unlock_all: bool = False
    unlocked: tuple[str, ...] = ()
    locked: tuple[str, ...] = ()
    rules: tuple[ConditionalFormat, ...] | None = None
    rules_there: bool = False
    restyled: tuple[Restyled, ...] = ()
    notes: tuple[CommentMove, ...] = ()
    parted: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    chart_texts: tuple[tuple[str, str], ...] = ()

    @property
    def written(self) -> tuple[Area, ...]:
        """The areas whose values are written, but for formulas and errors."""
        return (
            *(block.area for block in self.blocks),
            *(Area.parse(each) for stamp in self.stamps for each in stamp.address.split(",")),
            *(Area.of(cell) for cell, _ in self.alone),
            *(block.area for block in self.mixed),
        )


def glances(areas: Sequence[Area]) -> Sequence[Area]:
    """Return the areas to look at for all of these: one, unless it were too large to read."""
    if not areas:
        return ()
    box = Area(
        min(area.top for area in areas),
        min(area.left for area in areas),
        max(area.bottom for area in areas),
        max(area.right for area in areas),
    )
    return (box,) if box.size <= _LARGEST_LOOK else areas


def work_on(
    changed: SheetChanges,
    there: SheetSnapshot,
    look_of: Callable[[Cell], CellLook],
    *,
    bridging: bool,
    date1904: bool,
    style_of: Callable[[Cell], Style] = lambda _cell: Style(),
) -> SheetWork:
    """Return the work that makes the changes on a sheet that holds `there` now.

    `bridging` allows numbers and empty cells between the changed ones to be written again with what
    they hold, which saves calls; texts, formulas and dates never are.
    """
    cells, merging = changed.cells, changed.merges
    kept = _kept(there, look_of, changed, date1904) if bridging else (lambda _cell: None)
    if merging:  # formats and locks are set while those that go and come are parted
        there = replace(there, merges=tuple(m for m in there.merges if m not in merging.going))
    values: dict[Cell, Sent] = {}
    alone: list[tuple[Cell, Sent]] = []
    entered: dict[Cell, Sent] = {}
    lifted: dict[Cell, str] = {}
    settled: dict[Cell, str] = {}
    styles: dict[Cell, str] = {}
    for cell, change in cells.items():
        look = look_of(cell)
        style = change.number_format.after if change.number_format else look.number_format
        if change.number_format:
            styles[cell] = style
        if change.value is None:
            continue
        value = change.value.after
        if isinstance(value, Formula | CellError):
            entered[cell] = _typed(value)
            if style == GENERAL:
                settled[cell] = style  # entering a formula may give it that of a cell it names
            continue
        ready = sent(value, as_text=style == TEXT, date1904=date1904)
        if isinstance(ready, str) and len(ready) > LONGEST_IN_BLOCK:
            alone.append((cell, ready))
        else:
            values[cell] = ready
        if style == TEXT and not isinstance(ready, str):
            lifted[cell] = GENERAL  # Excel would make a text of the number
            settled[cell] = TEXT
    blocks, stamps = gathered(values, kept)
    formulas = _blocks(entered, kept)
    mixed = _blocks(values | entered, kept) if values and entered else ()
    if mixed and len(mixed) < len(blocks) + len(stamps) + len(formulas):
        blocks, stamps, formulas = (), (), ()
    else:
        mixed = ()
    first = {cell: style for cell, style in styles.items() if cell not in settled}
    locks = {cell: change.locked.after for cell, change in cells.items() if change.locked}
    wanted = changed.protection.protection.after if changed.protection else None
    return SheetWork(
        changed.sheet,
        before=_styled(first | lifted, there),
        blocks=blocks,
        stamps=stamps,
        alone=tuple(alone),
        mixed=mixed,
        entered=formulas,
        after=_styled(settled, there),
        unlock_all=wanted is not None and there.protection is None,
        unlocked=_whole([cell for cell, lock in locks.items() if not lock], there),
        locked=_whole([cell for cell, lock in locks.items() if lock], there),
        rules=_rules(changed, there),
        rules_there=bool(there.rules),
        restyled=_restyled(changed, there, style_of),
        notes=_in_order(changed.comments) if changed.comments else (),
        parted=joined(map(str, sorted(merging.going))) if merging else (),
        merged=joined(map(str, sorted(merging.coming))) if merging else (),
        chart_texts=tuple((each.name, each.text.after) for each in changed.chart_texts),
    )


def way_back(
    changed: SheetChanges,
    work: SheetWork,
    there: SheetSnapshot,
    look_of: Callable[[Cell], CellLook],
    *,
    date1904: bool,
) -> SheetWork:
    """Return the work that puts the sheet back as it is now, after `work` was done on it."""
    reverse = replace(
        changed,
        cells={cell: change.reverse() for cell, change in changed.cells.items()},
        rules=None,
        protection=None,
        merges=changed.merges.reverse() if changed.merges else None,
        comments=changed.comments.reverse() if changed.comments else None,
        chart_texts=tuple(each.reverse() for each in changed.chart_texts),
    )
    if changed.merges:
        there = replace(there, merges=changed.merges.among(there.merges))
    after = {cell: change.style.after for cell, change in changed.cells.items() if change.style}
    back = work_on(
        reverse,
        there,
        look_of,
        bridging=False,
        date1904=date1904,
        style_of=lambda cell: after[cell],
    )
    if changed.merges:  # the work may have stopped before those that go were parted
        back = replace(back, parted=(*back.parted, *work.parted))
    if work.rules is None:
        return back
    return replace(back, rules=there.rules, rules_there=True)


def _rules(changed: SheetChanges, there: SheetSnapshot) -> tuple[ConditionalFormat, ...] | None:
    if changed.rules is None or changed.rules.rules.after == there.rules:
        return None
    return changed.rules.rules.after


def _blocks(entered: Mapping[Cell, Sent], kept: Callable[[Cell], Sent | None]) -> tuple[Block, ...]:
    """Return blocks of formulas; between them there may be empty cells. A long one is alone."""
    long = {cell for cell, text in entered.items() if len(str(text)) > LONGEST_IN_BLOCK}
    rest = {cell: text for cell, text in entered.items() if cell not in long}
    alone = (Block(Area.of(cell), ((entered[cell],),)) for cell in sorted(long))
    return (*blocks_of(rest, lambda cell: "" if kept(cell) == "" else None), *alone)


def _typed(value: Formula | CellError) -> str:
    return f"={value.text}" if isinstance(value, Formula) else value.code


def unwritable(value: CellValue) -> bool:
    """Say whether it is an error that nobody can enter into a cell of an open workbook."""
    return isinstance(value, CellError) and value.code not in WRITABLE_ERRORS


def _kept(
    there: SheetSnapshot,
    look_of: Callable[[Cell], CellLook],
    changed: SheetChanges,
    date1904: bool,
) -> Callable[[Cell], Sent | None]:
    """Return what tells what may be written again to a cell that does not change."""
    coming = changed.merges.coming if changed.merges else ()
    closed = [*there.merges, *coming, *(area for area, _ in there.blocked)]

    def kept(cell: Cell) -> Sent | None:
        if cell in changed.cells or not there.complete:
            return None
        value: CellValue | Scalar = there.values.get(cell)
        if value is not None and not isinstance(value, int | float):
            return None
        if any(cell in area for area in closed):
            return None
        if value is not None and look_of(cell).number_format == TEXT:
            return None
        return sent(value, as_text=False, date1904=date1904)

    return kept


def _styled(styles: Mapping[Cell, str], there: SheetSnapshot) -> tuple[Styled, ...]:
    by_style: dict[str, list[Cell]] = {}
    for cell, style in styles.items():
        by_style.setdefault(style, []).append(cell)
    return tuple(
        Styled(address, style)
        for style, cells in by_style.items()
        for address in _whole(cells, there)
    )


def goes_round(change: CommentsChange) -> bool:
    """Say whether comments change places, so that none of them can be the first to move."""
    return len(_in_order(change)) < len(change.moves)


def _in_order(change: CommentsChange) -> tuple[CommentMove, ...]:
    """Return the moves so that each finds its cell free; those that go round are left out."""
    ordered = [move for move in change.moves if move.after is None]
    rest = [move for move in change.moves if move.after is not None]
    while rest:
        held = {move.before for move in rest}
        ready = [move for move in rest if move.after not in held]
        if not ready:
            break
        ordered += ready
        rest = [move for move in rest if move not in ready]
    return tuple(ordered)


def _restyled(
    changed: SheetChanges, there: SheetSnapshot, style_of: Callable[[Cell], Style]
) -> tuple[Restyled, ...]:
    """Return the facts to set where they differ from what is there, those that go first.

    Two neighbours share the line between them: one that goes must not take along one that comes.
    """
    by_fact: dict[tuple[str, str], list[Cell]] = {}
    for cell, change in changed.cells.items():
        if change.style:
            for fact in style_of(cell).to(change.style.after):
                by_fact.setdefault(fact, []).append(cell)
    return tuple(
        Restyled(address, fact, said)
        for fact, said in sorted(by_fact, key=lambda each: (bool(each[1]), each))
        for address in _whole(by_fact[fact, said], there)
    )


def _whole(cells: list[Cell], there: SheetSnapshot) -> tuple[str, ...]:
    """Return addresses of the cells; of merged cells the whole area, as Excel wants it."""
    plain: set[Cell] = set()
    merged: dict[Area, None] = {}
    for cell in cells:
        area = next((merge for merge in there.merges if cell in merge), None)
        if area is None:
            plain.add(cell)
        else:
            merged[area] = None
    return joined([*addresses(plain), *map(str, merged)]) if merged else addresses(plain)
