"""What a file says of its charts: names, alternative texts, and series as Excel spells them."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

from lacxl.engines.package import PackageWorkbook


def test_series_are_spelt_as_excel_does(tmp_path: Path) -> None:
    path = tmp_path / "charts.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("It's here")
        bars, lines = book.add_chart({"type": "column"}), book.add_chart({"type": "line"})
        cells = "='It''s here'!$B$2:$D$2"
        bars.add_series({"name": 'The "best"', "categories": cells, "values": cells})
        lines.add_series({"name": "='It''s here'!$A$1", "values": cells})
        bars.combine(lines)
        sheet.insert_chart("A5", bars, {"description": "Both"})
    with PackageWorkbook(path) as book:
        (chart,) = book.beside_cells().charts["It's here"]
    named, shown = "'It''s here'!$A$1", "'It''s here'!$B$2:$D$2"
    assert (chart.name, chart.text) == ("Chart 1", "Both")
    assert chart.series == (
        f'=SERIES("The ""best""",{shown},{shown},1)',
        f"=SERIES({named},,{shown},2)",
    )
    assert chart.shown == (shown, shown, named, shown)
