"""Writing a workbook with one more sheet: what is there stays, but for the lists of parts."""

from __future__ import annotations

from pathlib import Path

from lacxl.domain.errors import refuse
from lacxl.engines.package.adding.chart_part import absolute, chart_part, drawing_part
from lacxl.engines.package.package_edit import PackageEdit
from lacxl.engines.package.parts import Package
from lacxl.engines.package.repack import pack
from lacxl.engines.package.soundness import require_sound
from lacxl.engines.package.styles import Stylesheet
from lacxl.engines.package.writing import new_file
from lacxl.engines.package.xml import DECLARATION, MAIN, child, flag, kids, make, namespace
from lacxl.workbook.new_sheet import NewSheet

_PRINT_AREA = "_xlnm.Print_Area"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"


def write_added_sheet(package: Package, styles: Stylesheet, new: NewSheet, target: Path) -> None:
    """Write the workbook with a new last sheet to target.

    Raises Refused, nothing left: a sheet of that name, sheets that nobody may add to, a workbook
    in Strict Open XML.
    """
    _require_room(package, new)
    edit = PackageEdit(package)
    sheet, identifier = edit.add_part(
        package.workbook_part, "worksheet", "worksheets/sheet{}.xml", _SHEET_TYPE
    )
    parts: dict[str, bytes] = {}
    drawn = ""
    if new.charts:
        drawing, drawn = edit.add_part(sheet, "drawing", "drawings/drawing{}.xml", _DRAWING_TYPE)
        placed = []
        for chart in new.charts:
            part, named = edit.add_part(drawing, "chart", "charts/chart{}.xml", _CHART_TYPE)
            parts[part] = chart_part(chart, new.name)
            placed.append((chart, named))
        parts[drawing] = drawing_part(placed)
    parts[sheet] = _sheet(new, drawn, edit.office, _columns(new, styles))
    if styles.changed:
        edit.put_styles(styles.serialise())
    sheets = child(edit.workbook, "sheets")
    assert sheets is not None, "a workbook without sheets is not admitted"  # noqa: S101
    taken = [int(each.get("sheetId", "0")) for each in kids(sheets, "sheet")]
    entry = make(sheets, "sheet", sheetId=str(max(taken, default=0) + 1))
    entry.set("name", new.name)
    entry.set(f"{{{edit.office}}}id", identifier)
    sheets.append(entry)
    if new.printed is not None:
        _print(edit, new, len(taken))
    parts |= edit.parts()
    with new_file(package, target) as (repacking, writing):
        require_sound(package.archive, except_for=set(parts), thorough=False)
        with writing():
            repacking.finish({part: pack([content]) for part, content in parts.items()})


def _require_room(package: Package, new: NewSheet) -> None:
    if any(sheet.name.casefold() == new.name.casefold() for sheet in package.sheets):
        raise refuse(
            "W145",
            f"There is a sheet named {new.name} already.",
            package.label,
            "Rename or delete it, or choose another name for the new one.",
        )
    guard = child(package.workbook, "workbookProtection")
    if guard is not None and flag(guard, "lockStructure"):
        raise refuse(
            "W146",
            "The workbook's structure is protected: no sheet can be added.",
            package.label,
            "In Excel: Review, Protect Workbook; protect it again afterwards.",
        )
    if namespace(package.workbook) != MAIN:
        raise refuse(
            "W147",
            "The workbook is kept as Strict Open XML, to which lacxl adds no sheet.",
            package.label,
            "Save it as an ordinary Excel workbook (.xlsx), then run again.",
        )


def _print(edit: PackageEdit, new: NewSheet, place: int) -> None:
    """Name the cells that are printed; names go in their alphabet, as Excel keeps them."""
    names = child(edit.workbook, "definedNames")
    if names is None:
        names = edit.put_in_workbook("definedNames")
    name = make(names, "definedName", localSheetId=str(place))
    name.set("name", _PRINT_AREA)
    assert new.printed is not None  # noqa: S101 - it is asked for
    name.text = absolute(new.name, new.printed)
    later = (
        at
        for at, each in enumerate(kids(names))
        if each.get("name", "").casefold() > _PRINT_AREA.casefold()
    )
    names.insert(next(later, len(names)), name)


def _columns(new: NewSheet, styles: Stylesheet) -> str:
    return "".join(
        f'<col min="{column}" max="{column}" width="{width:g}" customWidth="1"'
        f' style="{styles.variant(0, new.formats.get(column))}"/>'
        for column, width in sorted(new.widths.items())
    )


def _sheet(new: NewSheet, drawing: str, office: str, columns: str) -> bytes:
    fits = setup = ""
    if new.printed is not None:
        fits = '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        setup = '<pageSetup paperSize="9" orientation="portrait" fitToHeight="0"/>'
    if new.breaks:
        each = "".join(f'<brk id="{row}" max="16383" man="1"/>' for row in new.breaks)
        count = len(new.breaks)
        setup += f'<rowBreaks count="{count}" manualBreakCount="{count}">{each}</rowBreaks>'
    return (
        DECLARATION
        + (
            f'<worksheet xmlns="{MAIN}" xmlns:r="{office}">{fits}<sheetViews><sheetView '
            'showGridLines="0" workbookViewId="0"/></sheetViews>'
            '<sheetFormatPr defaultRowHeight="15"/>'
            f"{f'<cols>{columns}</cols>' if columns else ''}<sheetData/>{setup}"
            f"{f'<drawing r:id={chr(34)}{drawing}{chr(34)}/>' if drawing else ''}</worksheet>"
        ).encode()
    )
