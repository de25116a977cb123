"""Alternative texts of charts, changed and changed back by each engine."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from bench import Bench, ExcelBench

from lacxl.domain.errors import Refused
from lacxl.engines.package import PackageWorkbook, same_parts
from lacxl.ledgers.carried_out import differing
from lacxl.ledgers.kept_changes import kept, restored
from lacxl.workbook.changes import ChangeSet, ChartTextChange, Swap

BEFORE = "Children & carers' \"rate\" < all,\nto May 2015: d'accord"
AFTER = BEFORE.replace("May", "June")
PASSWORD = "issued"


@pytest.fixture
def drawn(tmp_path: Path) -> Path:
    path = tmp_path / "drawn.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name in ("Free", "Guarded"):
            sheet = book.add_worksheet(name)
            sheet.write_row("A1", [1, 2, 3])
            sheet.insert_textbox("A20", "Chart 1", {"description": BEFORE})
            for row, text in ((3, "another"), (9, BEFORE)):
                chart = book.add_chart({"type": "line"})
                chart.add_series({"values": f"={name}!$A$1:$C$1"})
                sheet.insert_chart(row, 4, chart, {"description": text})
        sheet.protect(PASSWORD)
    return path


def telling(sheet: str, before: str = BEFORE) -> ChangeSet:
    with_texts = ChangeSet(chart_texts=(ChartTextChange(sheet, "Chart 2", Swap(before, AFTER)),))
    return restored(json.loads(json.dumps(kept(with_texts))))


def texts(path: Path) -> list[str]:
    with PackageWorkbook(path) as book:
        return [chart.text for chart in book.charts()]


def test_one_text_changes_and_is_undone(engine: Bench, drawn: Path) -> None:
    if not isinstance(engine, ExcelBench):
        drawn = with_entities(drawn)
    engine.open(drawn)
    before, there = engine.saved(), telling("Free")
    after = engine.apply(there)
    assert texts(after) == ["another", AFTER, "another", BEFORE]
    assert (differing(after, there), differing(before, there)) == ((), ("Free (Chart 2)",))
    back = engine.apply(there.reverse())
    assert texts(back) == texts(before)
    assert isinstance(engine, ExcelBench) or same_parts(before, back)


def test_the_texts_of_a_sheet_are_those_of_its_charts(drawn: Path) -> None:
    with PackageWorkbook(drawn) as book:
        told = [(chart.sheet, chart.name, chart.text) for chart in book.charts()]
        texts = [text for sheet in ("Free", "Guarded") for text in book.chart_texts(sheet)]
        assert [(each.sheet, each.name, each.text) for each in texts] == told
        assert book.chart_texts("Gone") == ()


def test_a_protected_sheet_wants_its_password(engine: Bench, drawn: Path) -> None:
    engine.open(drawn)
    for password in (None, "another"):
        with pytest.raises(Refused) as refusal:
            engine.apply(telling("Guarded"), password)
        assert "Guarded" in str(refusal.value)
    assert texts(engine.apply(telling("Guarded"), PASSWORD))[3] == AFTER


def test_one_that_was_changed_meanwhile_stays(live: ExcelBench, drawn: Path) -> None:
    live.open(drawn)
    with pytest.raises(Refused) as refusal:
        live.live.apply(telling("Free", "to April"))
    assert refusal.value.codes == ("E108",)
    assert texts(live.saved())[1] == BEFORE


def with_entities(path: Path) -> Path:
    """Return the file with the texts spelt in a way of their own."""
    target = path.with_name("spelt.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if "drawings/drawing" in name and name.endswith(".xml"):
                assert b"accord" in content
                content = content.replace(b"d'accord", b"d&#x27;accord")
            new.writestr(name, content)
    return target
