"""The stylesheet: formats are read, re-used and appended, never renumbered."""

from __future__ import annotations

import copy

from lxml import etree

from lacxl.domain.errors import refuse
from lacxl.engines.package import number_formats
from lacxl.engines.package.xml import (
    Element,
    child,
    flag,
    fragment,
    local_name,
    make,
    namespace,
    parse,
    put,
    serialise,
)
from lacxl.workbook.rules import Look
from lacxl.workbook.snapshot import CellLook

XF_LIMIT = 64_000
"""The most cell formats that Excel allows in a workbook."""
MINIMAL = (
    '<styleSheet xmlns="{0}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font>'
    '</fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill'
    ' patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/>'
    '<bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0"'
    ' fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="1"><xf numFmtId="0" fontId="0"'
    ' fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>'
)
"""What a workbook without stylesheet means."""

_CHILDREN = (
    "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst"
)
_ORDER = _CHILDREN.split()
_XF_ORDER = ("alignment", "protection", "extLst")


class Stylesheet:
    """A workbook's cell formats and differential formats."""

    def __init__(self, content: bytes, where: str) -> None:
        self._root = parse(content, where)
        self._where = where
        self._xfs = self._list("cellXfs")
        if not len(self._xfs):
            self._xfs.append(make(self._xfs, "xf", numFmtId="0"))
        self._codes = {
            int(element.get("numFmtId", "0")): element.get("formatCode", "")
            for element in self._list("numFmts", create=False)
        }
        self._looks: dict[int, CellLook] = {}
        self._dates: dict[int, bool] = {}
        self._variants: dict[tuple[int, str | None, bool | None], int] = {}
        self._known: dict[bytes, int] = {}
        self.changed = False

    def serialise(self) -> bytes:
        """Return the part's bytes."""
        return serialise(self._root)

    def look(self, style: int) -> CellLook:
        """Return number format and lock of a cell format; raises IndexError if there is none."""
        if style not in self._looks:
            xf = self._xf(style)
            guard = child(xf, "protection")
            self._looks[style] = CellLook(
                self._code(int(xf.get("numFmtId", "0"))),
                True if guard is None else flag(guard, "locked", True),
            )
        return self._looks[style]

    def is_date(self, style: int) -> bool:
        """Say whether numbers of this cell format are shown as dates."""
        if style not in self._dates:
            number = int(self._xf(style).get("numFmtId", "0"))
            self._dates[style] = (
                number not in self._codes and number in number_formats.EAST_ASIAN_DATES
            ) or number_formats.is_date(self._code(number))
        return self._dates[style]

    def variant(
        self, style: int, number_format: str | None = None, locked: bool | None = None
    ) -> int:
        """Return the cell format like this one but for number format or lock; append at need."""
        look = self.look(style)
        if number_format in (None, look.number_format) and locked in (None, look.locked):
            return style
        key = (style, number_format, locked)
        if key not in self._variants:
            xf = copy.deepcopy(self._xf(style))
            if number_format is not None and number_format != look.number_format:
                xf.set("numFmtId", str(self._number_format_id(number_format)))
                xf.set("applyNumberFormat", "1")
            if locked is not None and locked != look.locked:
                guard = child(xf, "protection")
                if guard is None:
                    guard = put(xf, make(xf, "protection"), _XF_ORDER)
                guard.set("locked", str(int(locked)))
                xf.set("applyProtection", "1")
            self._variants[key] = self._reuse_or_append(xf)
        return self._variants[key]

    def differential(self, look: Look) -> int:
        """Return the index of the differential format with this look; append it at need."""
        listed = self._list("dxfs")
        wanted = _differential_xml(look, namespace(self._root))
        form = _form(wanted)
        for index, element in enumerate(listed):
            if _form(element) == form:
                return index
        self._append(listed, wanted)
        return len(listed) - 1

    def differential_look(self, index: int) -> Look:
        """Return the look of a differential format, as far as lacxl's rules go."""
        listed = self._list("dxfs", create=False)
        if not 0 <= index < len(listed):
            raise IndexError(index)
        fill = font = None
        bold = False
        for element in listed[index].iter():
            name, parent = local_name(element), element.getparent()
            if name == "bgColor" or (name == "fgColor" and fill is None):
                fill = _colour(element)
            elif name == "color" and parent is not None and local_name(parent) == "font":
                font = _colour(element)
            elif name == "b":
                bold = flag(element, "val", True)
        return Look(fill, font, bold)

    def _xf(self, style: int) -> Element:
        if not 0 <= style < len(self._xfs):
            raise IndexError(style)
        return self._xfs[style]

    def _code(self, number: int) -> str:
        return self._codes.get(number) or number_formats.BUILT_IN.get(
            number, number_formats.GENERAL
        )

    def _number_format_id(self, code: str) -> int:
        if code in number_formats.IDS and number_formats.IDS[code] not in self._codes:
            return number_formats.IDS[code]
        for number, known in self._codes.items():
            if known == code:
                return number
        number = max((*self._codes, number_formats.FIRST_CUSTOM - 1)) + 1
        listed = self._list("numFmts")
        self._append(listed, make(listed, "numFmt", numFmtId=str(number), formatCode=code))
        self._codes[number] = code
        return number

    def _reuse_or_append(self, xf: Element) -> int:
        if not self._known:
            for index, element in enumerate(self._xfs):
                self._known.setdefault(_form(element), index)
        form = _form(xf)
        if form not in self._known:
            if len(self._xfs) >= XF_LIMIT:
                raise refuse(
                    "W131",
                    "The workbook has as many cell formats as Excel allows; none can be added.",
                    self._where,
                    "Remove unused cell styles and formats in Excel, then save.",
                )
            self._append(self._xfs, xf)
            self._known[form] = len(self._xfs) - 1
        return self._known[form]

    def _append(self, listed: Element, element: Element) -> None:
        listed.append(element)
        listed.set("count", str(len(listed)))
        self.changed = True

    def _list(self, name: str, *, create: bool = True) -> Element:
        listed = child(self._root, name)
        if listed is None:
            listed = make(self._root, name)
            if create:
                put(self._root, listed, _ORDER)
        return listed


def _form(element: Element) -> bytes:
    """Return what makes two formats the same: names, attributes in order, children."""
    plain = copy.deepcopy(element)
    plain.tail = None
    return bytes(etree.tostring(plain, method="c14n", exclusive=True))


def _differential_xml(look: Look, space: str) -> Element:
    bold = "<b/>" if look.bold else ""
    colour = f'<color rgb="FF{look.font.upper()}"/>' if look.font else ""
    font = f"<font>{bold}{colour}</font>" if bold or colour else ""
    fill = (
        f'<fill><patternFill><bgColor rgb="FF{look.fill.upper()}"/></patternFill></fill>'
        if look.fill
        else ""
    )
    return fragment(f'<dxf xmlns="{space}">{font}{fill}</dxf>'.encode())


def _colour(element: Element) -> str | None:
    value = element.get("rgb")
    return value[-6:].upper() if value else None
