"""The part of a chart of lines, and of the drawing that places charts on a sheet."""

from __future__ import annotations

from collections.abc import Sequence

from lacxl.engines.package.xml import DECLARATION, escaped
from lacxl.workbook.address import Area, column_letters
from lacxl.workbook.new_sheet import ChartLine, Marker, NewChart, Stroke

_DRAWINGML = "http://schemas.openxmlformats.org/drawingml/2006/main"
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_PLACED = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_POINTS = 12_700  # English metric units in a point
_PERIODS, _FIGURES = 1, 2
"""How the axes are called within a chart."""


def chart_part(chart: NewChart, sheet: str) -> bytes:
    """Return the part of a chart on a sheet; what its cells hold is not kept in it yet."""
    lines = "".join(_line(number, line, chart, sheet) for number, line in enumerate(chart.lines))
    return (
        DECLARATION
        + (
            f'<c:chartSpace xmlns:c="{_CHART}" xmlns:a="{_DRAWINGML}" xmlns:r="{_OFFICE}">'
            '<c:roundedCorners val="0"/><c:chart>'
            f"{_title(chart.title)}"
            '<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/><c:lineChart>'
            f'<c:grouping val="standard"/><c:varyColors val="0"/>{lines}<c:marker val="1"/>'
            f'<c:axId val="{_PERIODS}"/><c:axId val="{_FIGURES}"/></c:lineChart>'
            f"{_period_axis(chart)}{_figure_axis(chart)}</c:plotArea>"
            '<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>'
            f'<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart></c:chartSpace>'
        ).encode()
    )


def drawing_part(charts: Sequence[tuple[NewChart, str]]) -> bytes:
    """Return the drawing of a sheet: each chart in its place, by the id of its relationship."""
    placed = "".join(
        _placed(number, chart, identifier) for number, (chart, identifier) in enumerate(charts, 2)
    )
    return (
        DECLARATION
        + (f'<xdr:wsDr xmlns:xdr="{_PLACED}" xmlns:a="{_DRAWINGML}">{placed}</xdr:wsDr>').encode()
    )


def _placed(number: int, chart: NewChart, identifier: str) -> str:
    area = chart.over
    return (
        '<xdr:twoCellAnchor editAs="oneCell">'
        f"{_corner('from', area.top - 1, area.left - 1)}{_corner('to', area.bottom, area.right)}"
        '<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr>'
        f'<xdr:cNvPr id="{number}" name="{_quoted(chart.name)}" descr="{_quoted(chart.text)}"/>'
        "<xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr>"
        '<xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm>'
        f'<a:graphic><a:graphicData uri="{_CHART}"><c:chart xmlns:c="{_CHART}" '
        f'xmlns:r="{_OFFICE}" r:id="{identifier}"/></a:graphicData></a:graphic>'
        "</xdr:graphicFrame><xdr:clientData/></xdr:twoCellAnchor>"
    )


def _corner(name: str, row: int, column: int) -> str:
    return (
        f"<xdr:{name}><xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff>"
        f"<xdr:row>{row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:{name}>"
    )


def _line(number: int, line: ChartLine, chart: NewChart, sheet: str) -> str:
    name = absolute(sheet, Area.of(line.name_at))
    labels = _cache("num", absolute(sheet, chart.labels), chart.labels, chart.label_format)
    values = _cache("num", absolute(sheet, line.values), line.values, chart.number_format)
    return (
        f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/>'
        f"<c:tx>{_cache('str', name, Area.of(line.name_at))}</c:tx>"
        f"<c:spPr>{_stroke(line.stroke)}</c:spPr>{_marker(line.marker)}"
        f'<c:cat>{labels}</c:cat><c:val>{values}</c:val><c:smooth val="0"/></c:ser>'
    )


def _cache(kind: str, reference: str, area: Area, number_format: str = "") -> str:
    """Return a reference with a cache of as many points as it has cells, and none of them yet."""
    code = f"<c:formatCode>{_text(number_format)}</c:formatCode>" if kind == "num" else ""
    return (
        f"<c:{kind}Ref><c:f>{_text(reference)}</c:f><c:{kind}Cache>{code}"
        f'<c:ptCount val="{area.size}"/></c:{kind}Cache></c:{kind}Ref>'
    )


def _stroke(stroke: Stroke | None) -> str:
    if stroke is None:
        return "<a:ln><a:noFill/></a:ln>"
    dash = '<a:prstDash val="dash"/>' if stroke.dashed else ""
    return (
        f'<a:ln w="{round(stroke.width * _POINTS)}" cap="rnd"><a:solidFill><a:srgbClr '
        f'val="{stroke.colour}"/></a:solidFill>{dash}<a:round/></a:ln>'
    )


def _marker(marker: Marker | None) -> str:
    if marker is None:
        return '<c:marker><c:symbol val="none"/></c:marker>'
    fill = f'<a:solidFill><a:srgbClr val="{marker.colour}"/></a:solidFill>'
    return (
        f'<c:marker><c:symbol val="{marker.shape}"/><c:size val="{marker.size}"/>'
        f"<c:spPr>{fill}<a:ln>{fill}</a:ln></c:spPr></c:marker>"
    )


def _title(text: str) -> str:
    return (
        '<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1200" b="1"/></a:pPr>'
        f'<a:r><a:rPr lang="en-GB" sz="1200" b="1"/><a:t>{_text(text)}</a:t></a:r></a:p></c:rich>'
        '</c:tx><c:overlay val="0"/></c:title>'
    )


def _period_axis(chart: NewChart) -> str:
    return (
        f'<c:catAx><c:axId val="{_PERIODS}"/><c:scaling><c:orientation val="minMax"/></c:scaling>'
        '<c:delete val="0"/><c:axPos val="b"/>'
        f'<c:numFmt formatCode="{_quoted(chart.label_format)}" sourceLinked="0"/>'
        '<c:majorTickMark val="out"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f'<c:crossAx val="{_FIGURES}"/><c:crosses val="autoZero"/><c:auto val="0"/>'
        '<c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
    )


def _figure_axis(chart: NewChart) -> str:
    ends = [("max", chart.highest), ("min", chart.lowest)]
    limits = "".join(f'<c:{end} val="{value:.15g}"/>' for end, value in ends if value is not None)
    return (
        f'<c:valAx><c:axId val="{_FIGURES}"/><c:scaling><c:orientation val="minMax"/>{limits}'
        '</c:scaling><c:delete val="0"/><c:axPos val="l"/><c:majorGridlines><c:spPr><a:ln w="6350">'
        '<a:solidFill><a:srgbClr val="D9D9D9"/></a:solidFill></a:ln></c:spPr></c:majorGridlines>'
        f'<c:numFmt formatCode="{_quoted(chart.number_format)}" sourceLinked="0"/>'
        '<c:majorTickMark val="out"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        f'<c:crossAx val="{_PERIODS}"/><c:crosses val="min"/><c:crossBetween val="between"/>'
        "</c:valAx>"
    )


def absolute(sheet: str, area: Area) -> str:
    """Return cells of a sheet as formulas name them."""
    quoted = "'" + sheet.replace("'", "''") + "'"
    first = f"${column_letters(area.left)}${area.top}"
    last = f"${column_letters(area.right)}${area.bottom}"
    return f"{quoted}!{first}" if first == last else f"{quoted}!{first}:{last}"


def _text(text: str) -> str:
    return escaped(text).decode()


def _quoted(text: str) -> str:
    return _text(text).replace('"', "&quot;").replace("\n", "&#10;")
