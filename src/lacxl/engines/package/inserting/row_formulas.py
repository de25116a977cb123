"""The formulas of a sheet's cells, which follow while its rows stream by."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from lacxl.domain.errors import Refused, refuse
from lacxl.engines.package.around_rows import parse_area
from lacxl.engines.package.broken_files import Unclear
from lacxl.engines.package.inserting.follower import Following
from lacxl.engines.package.inserting.usual_rows import Usual
from lacxl.engines.package.row_reader import attributes
from lacxl.engines.package.xml import escaped, plain
from lacxl.workbook.address import Area, Cell
from lacxl.workbook.formulas.by_number import SUSPECT
from lacxl.workbook.shifting import shared_at

_SHARING = re.compile(rb"""\s(?:t|ref|si)\s*=\s*(?:"[^"]*"|'[^']*')""")
_ADDRESS = re.compile(rb' r="([A-Z]{1,3}[1-9][0-9]{0,6})"')
_KINDS = {b"array": "an array formula", b"dataTable": "a data table"}
_MOST = 100_000


class Master(NamedTuple):
    """The cell that spells a shared formula; `splits` says that each has its own afterwards.

    `tells` says that each of the cells has something worth telling.
    """

    cell: Cell
    text: str
    area: Area
    splits: bool
    tells: bool


class SheetFormulas:
    """Makes the formulas of one sheet follow, block by block; `changed` says that one did.

    `again` gives the sheet's blocks from the beginning, asked for where a shared formula is met
    before the cell that spells it.
    """

    def __init__(
        self, following: Following, sheet: str, usual: Usual, again: Callable[[], Iterable[bytes]]
    ) -> None:
        self._following = following
        self._insertion = following.insertion
        self._sheet = sheet
        self._here = following.is_here(sheet)
        self._usual = usual
        self._again = again
        self._masters: dict[bytes, Master] = {}
        self._known: dict[bytes, bytes | None] = {}
        name = re.escape(usual.cell[:-1] + b"f")
        end = re.escape(b"</" + usual.cell[1:-1] + b"f")
        self._formula = re.compile(name + rb"(?=[\s/>])([^>]*?)(?:/>|>([^<]*)" + end + rb"\s*>)")
        self._opening = usual.cell[:-1] + b"f"
        self._ending = b"</" + self._opening[1:] + b">"
        self.changed = False

    def block(self, block: bytes) -> bytes:
        """Return a block of usual rows with its formulas as they are afterwards."""
        return self._formula.sub(self._followed, block) if self._opening in block else block

    def _followed(self, found: re.Match[bytes]) -> bytes:
        if b"t" in found[1] and (stated := attributes(found[1])).get(b"t", b"normal") != b"normal":
            new = self._special(found, stated)
        elif not found[2]:
            return found[0]
        else:
            new = self._plain(found)
        self.changed |= new != found[0]
        return new

    def _plain(self, found: re.Match[bytes]) -> bytes:
        body = found[2]
        if body in self._known:
            new = self._known[body]
        else:
            text = plain(body)
            after = self._following.is_plain(text, self._sheet)
            new = None if after is None else body if after == text else escaped(after)
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[body] = new
        if new is None:
            text = plain(body)
            after = self._following.in_cell(text, self._sheet, self._cell(found))
            new = body if after == text else escaped(after)
        return found[0] if new == body else self._spelt(found[1], new)

    def _special(self, found: re.Match[bytes], stated: dict[bytes, bytes]) -> bytes:
        kind = stated[b"t"]
        if kind == b"shared":
            return self._shared(found, stated)
        if kind not in _KINDS:
            return self._plain(found) if found[2] else found[0]
        cell, tag = self._cell(found), found[1]
        if self._here:
            area = parse_area(stated.get(b"ref", str(cell).encode()).decode(), _KINDS[kind])
            if self._insertion.crosses(*self._insertion.axis.ends(area)):
                raise self._in_the_way(_KINDS[kind], area)
            tag = self._put(tag, b"ref", area)
            for name in (b"r1", b"r2"):
                if stated.get(name):
                    tag = self._put(tag, name, Area.parse(stated[name].decode()))
        if not found[2]:
            return found[0].replace(found[1], tag, 1)
        text = plain(found[2])
        new = self._following.in_cell(text, self._sheet, cell)
        return self._spelt(tag, found[2] if new == text else escaped(new))

    def _shared(self, found: re.Match[bytes], stated: dict[bytes, bytes]) -> bytes:
        cell, group = self._cell(found), stated.get(b"si", b"")
        if found[2] and stated.get(b"ref"):
            master = self._master(cell, plain(found[2]), stated[b"ref"])
            self._masters[group] = master
        else:
            if group not in self._masters:
                self._collect()
            if group not in self._masters:
                return found[0]  # it is spelt nowhere, and Excel reads it as none
            master = self._masters[group]
        own = master.text if cell == master.cell else shared_at(master.text, master.cell, cell)
        if own is None:
            raise Unclear("a shared formula in it leaves the sheet")
        if master.splits or cell not in master.area:
            after = self._following.in_cell(own, self._sheet, cell)
            return self._spelt(_SHARING.sub(b"", found[1]), escaped(after))
        if master.tells:
            self._following.in_cell(own, self._sheet, cell)
        if not (found[2] and stated.get(b"ref")):
            return found[0]
        after = self._following.in_cell(own, self._sheet, cell)
        tag = self._put(found[1], b"ref", master.area) if self._here else found[1]
        return self._spelt(tag, found[2] if after == own else escaped(after))

    def _master(self, cell: Cell, text: str, ref: bytes) -> Master:
        axis, area = self._insertion.axis, parse_area(ref.decode(), "a shared formula")
        first, last = axis.ends(area)
        at = axis.of(cell)
        whole = not (self._here and self._insertion.crosses(first, last))
        splits = not whole or not self._following.references.moves_as_one(
            text, here=self._here, back=max(at - first, 0), ahead=max(last - at, 0)
        )
        tells = bool(SUSPECT.search(text)) or self._following.is_plain(text, self._sheet) is None
        return Master(cell, text, area, splits, tells)

    def _collect(self) -> None:
        """Find the cells that spell shared formulas, wherever they are on the sheet."""
        for block in self._again():
            for found in self._formula.finditer(block):
                stated = attributes(found[1])
                group = stated.get(b"si", b"")
                if stated.get(b"t") != b"shared" or group in self._masters:
                    continue
                if found[2] and stated.get(b"ref"):
                    cell, text = self._cell(found), plain(found[2])
                    self._masters[group] = self._master(cell, text, stated[b"ref"])

    def _cell(self, found: re.Match[bytes]) -> Cell:
        """Return the cell that a formula is in."""
        start = found.string.rfind(self._usual.cell + b' r="', 0, found.start())
        address = _ADDRESS.match(found.string, start + len(self._usual.cell))
        if start < 0 or address is None:
            raise Unclear("a formula in it is in no cell")
        return Cell.parse(address[1].decode())

    def _put(self, tag: bytes, name: bytes, area: Area) -> bytes:
        """Return a tag's attributes with an area as it is afterwards."""
        moved = self._insertion.area(area)
        if moved is None:
            raise self._in_the_way("a formula of several cells", area)
        return re.sub(
            rb"""(\s%b\s*=\s*)(?:"[^"]*"|'[^']*')""" % name,
            lambda spelt: spelt[1] + b'"' + str(moved).encode() + b'"',
            tag,
            count=1,
        )

    def _spelt(self, tag: bytes, text: bytes) -> bytes:
        return self._opening + tag + b">" + text + self._ending

    def _in_the_way(self, what: str, area: Area) -> Refused:
        return refuse(
            "W142",
            f"The place is inside {what} ({area}), of which Excel lets nobody change a part.",
            f"{self._sheet}!{area}",
            "Choose another place, or replace the formula by plain ones in Excel first.",
        )
