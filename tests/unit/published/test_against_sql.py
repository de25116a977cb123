"""Every benchmark of every council against SQL over the same files, which shares no code."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from lacxl.catalogue.indicators import shipped
from lacxl.domain.month import FinancialYear
from lacxl.published.benchmark_values import BenchmarkCell, work_out
from lacxl.published.datasets import published
from lacxl.published.named_files import KnownTable, Topic, opened
from lacxl.published.neighbours import read_neighbours
from lacxl.published.statistics import Statistics, read_statistics
from oracles.published import MEASURES, Judged, judged

MODELS = ("sn_model_2025_wide.csv", "New_Statistical_Neighbour_Groupings_April_2021.csv")


def read(folder: Path) -> tuple[Statistics, dict[str, KnownTable]]:
    tables, findings = opened([folder])
    statistics = read_statistics([each for each in tables if each.topic is Topic.STATISTICS])
    assert [f for f in (*findings, *statistics.findings) if f.severity.value == "error"] == []
    return statistics, {each.file: each for each in tables if each.topic is Topic.NEIGHBOURS}


def as_text(value: Decimal | None, indicator: str) -> str | None:
    if value is None:
        return None
    sign = "%" if MEASURES[indicator][1].endswith("percent") else ""
    return f"{value.normalize():f}{sign}"


def compare(folder: Path, year: int) -> int:
    statistics, models = read(folder)
    of = {each.indicator: each for each in published().measures}
    compared = 0
    for file in MODELS:
        table = models[file]
        model, wrong = read_neighbours(table.table, table.header, file)
        assert model is not None
        assert wrong == ()
        for indicator in MEASURES:
            expected = judged(folder, folder / file, indicator, year)
            assert set(expected) == set(model.of)
            figures = statistics.figures[indicator][FinancialYear(year - 1)]
            polarity = shipped()[indicator].polarity
            for council, judge in expected.items():
                found = work_out(
                    indicator,
                    of[indicator],
                    FinancialYear(year - 1),
                    figures,
                    council,
                    model.of[council],
                    model.model,
                    statistics.names,
                    polarity,
                )
                assert found.said == judge.said, (indicator, council)
                assert (found.own.text if found.own else None) == judge.own
                check(found.cells, judge, indicator, council)
                compared += 4
    return compared


def check(cells: dict[str, BenchmarkCell], judge: Judged, indicator: str, council: str) -> None:
    for kind, value in (
        ("stat_neigh_ave", judge.average),
        ("best_stat_neigh", judge.best),
        ("nat_ave", judge.england),
        ("nat_top_qtile_threshold", judge.quartile),
    ):
        cell = cells[kind]
        told = as_text(value, indicator)
        assert (cell.text if cell.value is not None else None) == told, (indicator, council, kind)


@pytest.mark.parametrize("year", [2025, 2024])
def test_the_excerpts_give_what_sql_gives(excerpts: Path, year: int) -> None:
    assert compare(excerpts, year) > 2_000


@pytest.mark.parametrize("year", [2025, 2021])
def test_the_real_files_give_what_sql_gives(shared_folder: Path, year: int) -> None:
    assert compare(shared_folder / "dfe", year) > 12_000
