"""The parts of an OpenDocument file beside its cells: styles, settings, properties, manifest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from lacxl.publishing.forms.form_sheets import FormSheet
from lacxl.publishing.forms.looks import FONT, LOOKS, FormLook, FormStyle
from lacxl.publishing.forms.palette import LINE
from lacxl.publishing.forms.shown_numbers import ShownNumber

_OASIS: Final = "urn:oasis:names:tc:opendocument:xmlns:"
SPACES: Final = " ".join(
    (
        f'xmlns:office="{_OASIS}office:1.0"',
        f'xmlns:table="{_OASIS}table:1.0"',
        f'xmlns:text="{_OASIS}text:1.0"',
        f'xmlns:style="{_OASIS}style:1.0"',
        f'xmlns:number="{_OASIS}datastyle:1.0"',
        f'xmlns:meta="{_OASIS}meta:1.0"',
        f'xmlns:config="{_OASIS}config:1.0"',
        f'xmlns:fo="{_OASIS}xsl-fo-compatible:1.0"',
        'xmlns:dc="http://purl.org/dc/elements/1.1/"',
        'xmlns:xlink="http://www.w3.org/1999/xlink"',
        'office:version="1.3"',
    )
)
"""The names of the parts' elements, and the version that they follow."""

_XML: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_CENTIMETRES_A_CHARACTER: Final = 0.235  # of Arial at 12 points


def manifest(mime: str) -> str:
    """Return the list of the parts."""
    files = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>'
        for name in ("content.xml", "meta.xml", "settings.xml", "styles.xml")
    )
    return (
        f'{_XML}<manifest:manifest xmlns:manifest="{_OASIS}manifest:1.0" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" '
        f'manifest:media-type="{mime}"/>{files}</manifest:manifest>'
    )


def meta(title: str, day: dt.date) -> str:
    """Return the properties: title, language and day, and nobody's name."""
    at = f"{day.isoformat()}T00:00:00"
    return (
        f"{_XML}<office:document-meta {SPACES}><office:meta><dc:title>{escape(title)}</dc:title>"
        f"<dc:language>en-GB</dc:language><meta:creation-date>{at}</meta:creation-date>"
        f"<dc:date>{at}</dc:date></office:meta></office:document-meta>"
    )


def settings(sheets: tuple[FormSheet, ...]) -> str:
    """Return what is open and what stays in sight: the first sheet, every table's headings."""
    views = "".join(
        f"<config:config-item-map-entry config:name={quoteattr(sheet.name)}>"
        f"{_AT_A1}</config:config-item-map-entry>"
        for sheet in sheets
    )
    active = _item("ActiveTable", "string", sheets[0].name)
    return (
        f"{_XML}<office:document-settings {SPACES}><office:settings>"
        '<config:config-item-set config:name="ooo:view-settings">'
        '<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>'
        f'{_item("ViewId", "string", "view1")}<config:config-item-map-named config:name="Tables">'
        f"{views}</config:config-item-map-named>{active}"
        "</config:config-item-map-entry></config:config-item-map-indexed></config:config-item-set>"
        "</office:settings></office:document-settings>"
    )


def _item(name: str, kind: str, value: object) -> str:
    held = escape(str(value))
    return (
        f'<config:config-item config:name="{name}" config:type="{kind}">{held}</config:config-item>'
    )


_AT_A1 = _item("CursorPositionX", "int", 0) + _item("CursorPositionY", "int", 0)


def styles() -> str:
    """Return the looks of cells by their names, and the page as it is printed."""
    looks = "".join(
        _look(cell_style(style), look, f' style:display-name="{style.value}"')
        for style, look in LOOKS.items()
    )
    return (
        f"{_XML}<office:document-styles {SPACES}><office:styles>"
        '<style:default-style style:family="table-cell"><style:text-properties '
        f'fo:font-family="{FONT}" fo:font-size="12pt" fo:language="en" '
        'fo:country="GB"/></style:default-style>'
        f'<style:style style:name="Default" style:family="table-cell"/>{looks}'
        '</office:styles><office:automatic-styles><style:page-layout style:name="page">'
        '<style:page-layout-properties fo:page-width="29.7cm" fo:page-height="21cm" '
        'style:print-orientation="landscape" fo:margin="1.5cm" style:scale-to-X="1" '
        'style:scale-to-Y="0"/></style:page-layout></office:automatic-styles>'
        '<office:master-styles><style:master-page style:name="Default" '
        'style:page-layout-name="page"/></office:master-styles></office:document-styles>'
    )


def _look(name: str, look: FormLook, more: str = "") -> str:
    """Return the style of cells that look so."""
    colour = f' fo:background-color="#{look.ground}"' if look.ground else ""
    border = f' fo:border-bottom="0.5pt solid #{LINE}"' if look.is_lined else ""
    weight = ' fo:font-weight="bold"' if look.is_bold else ""
    underline = ' style:text-underline-style="solid"' if look.is_underlined else ""
    return (
        f'<style:style style:name="{name}" style:family="table-cell" '
        f'style:parent-style-name="Default"{more}><style:table-cell-properties '
        f'fo:wrap-option="{"wrap" if look.wraps else "no-wrap"}" style:vertical-align="top" '
        'style:text-align-source="fix" fo:padding-top="0.06cm" fo:padding-bottom="0.06cm" '
        f'fo:padding-left="0.1cm" fo:padding-right="{"0.35cm" if look.is_right else "0.1cm"}"'
        f"{colour}{border}/>"
        f'<style:paragraph-properties fo:text-align="{"end" if look.is_right else "start"}"/>'
        f'<style:text-properties fo:color="#{look.ink}" fo:font-size="{look.size}pt"'
        f"{weight}{underline}/></style:style>"
    )


def cell_style(style: FormStyle) -> str:
    """Return the name that a style has in the file: a blank is written as Calc writes it."""
    return style.value.replace(" ", "_20_")


def widths_and_formats(sheets: tuple[FormSheet, ...], formats: Iterable[ShownNumber]) -> str:
    """Return the styles of sheets, rows and columns, and of the cells that hold numbers."""
    return "".join(
        (
            (
                '<style:style style:name="sheet" style:family="table" '
                'style:master-page-name="Default"><style:table-properties table:display="true"/>'
                '</style:style><style:style style:name="row" style:family="table-row">'
                '<style:table-row-properties style:use-optimal-row-height="true"/></style:style>'
            ),
            *(_width(f"w{number}.{at}", width) for number, at, width in _widths(sheets)),
            *(_number(each) for each in formats),
        )
    )


def _widths(sheets: tuple[FormSheet, ...]) -> Iterator[tuple[int, int, int]]:
    for number, sheet in enumerate(sheets):
        yield from ((number, at, width) for at, width in enumerate(sheet.widths))


def _width(name: str, characters: int) -> str:
    wide = f"{characters * _CENTIMETRES_A_CHARACTER:.2f}cm"
    return (
        f'<style:style style:name="{name}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{wide}"/></style:style>'
    )


def number_style(number: ShownNumber) -> str:
    """Return the name of the style of cells that show a number so: a name may hold no sign."""
    kind = "percentage" if number.is_percentage else "number"
    return f"{kind}{number.places}{'grouped' if number.has_commas else ''}"


def _number(number: ShownNumber) -> str:
    data = f"{number_style(number)}-data"
    kind = "percentage-style" if number.is_percentage else "number-style"
    sign = "<number:text>%</number:text>" if number.is_percentage else ""
    grouping = ' number:grouping="true"' if number.has_commas else ""
    look = _look(
        number_style(number),
        LOOKS[FormStyle.NUMBER],
        f' style:data-style-name="{data}"',
    )
    return (
        f'<number:{kind} style:name="{data}"><number:number '
        f'number:decimal-places="{number.places}" number:min-decimal-places="{number.places}" '
        f'number:min-integer-digits="1"{grouping}/>{sign}</number:{kind}>{look}'
    )
