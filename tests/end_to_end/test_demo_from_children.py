"""The second demo: a made-up council's records, counted into its workbook."""

from __future__ import annotations

import csv
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest
from folders import call

from lacxl.app.children.measure import measure
from lacxl.app.demo import CHILDREN, FIRST, SEED, children_demo
from lacxl.app.figures.explain import explain
from lacxl.demo import MONTH
from lacxl.settings.settings import Settings
from lacxl.synth import simulate, truth

ROWS = {"7.1": 6, "7.3": 8, "7.4": 9, "7.6": 12, "7.8": 14, "7.10": 16, "9.1": 24, "9.2": 25}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return children_demo(tmp_path_factory.mktemp("children") / "demo")[0]


def test_the_summary_shows_the_truth_of_the_lives(settings: Settings) -> None:
    lived = {
        (reading.indicator, reading.month): reading
        for reading in truth(simulate(CHILDREN, FIRST, MONTH, SEED), [MONTH - 2, MONTH - 1, MONTH])
    }
    sheet = openpyxl.load_workbook(settings.workbook_path)["Performance Summary"]
    for number, row in ROWS.items():
        for column, month in (("F", MONTH - 2), ("G", MONTH - 1), ("H", MONTH)):
            true = lived[number, month]
            assert true.numerator is not None
            expected = float(true.numerator)
            if true.denominator is not None:
                expected /= float(true.denominator)
            assert sheet[f"{column}{row}"].value == pytest.approx(expected), (number, month)


def test_every_indicator_is_counted_and_the_sources_agree(settings: Settings) -> None:
    result = measure(settings, MONTH)
    assert len(result.counted) == 22
    assert all(each.is_counted for each in result.counted)
    assert {f.code for f in result.findings if f.severity.value == "warning"} <= {"X132"}


def test_the_profile_knows_the_local_lists_of_the_settings(settings: Settings) -> None:
    ran = call("profile", str(settings.folder / "extracts"))
    (said,) = [line for line in ran.out.splitlines() if line.startswith("7.10 ")]
    assert (ran.code, ran.codes()) == (0, ["X159", "X159"]), "notes, nothing to look at"
    assert said.startswith("7.10  local (any month")


def test_the_profile_of_a_folder_without_settings_asks_for_the_lists_columns(
    settings: Settings, tmp_path: Path
) -> None:
    shutil.copy(settings.folder / "extracts" / "local" / "peps.csv", tmp_path)
    ran = call("profile", str(tmp_path))
    assert ran.code == 1
    assert sorted(ran.codes()) == ["X100", "X101"]


def test_a_second_refresh_changes_nothing(settings: Settings) -> None:
    from lacxl.app.month.refresh import refresh

    before = settings.workbook_path.read_bytes()
    assert not refresh(settings, MONTH).changes
    assert settings.workbook_path.read_bytes() == before


def test_the_children_go_to_the_named_file_and_nowhere_else(
    settings: Settings, tmp_path: Path
) -> None:
    named = tmp_path / "why.csv"
    (explained,) = explain(settings, "9.2", MONTH, children=named).figures
    with named.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    above = sum(int(row["numerator"]) for row in rows)
    below = sum(int(row["denominator"]) for row in rows)
    words = dict(explained.rows)
    assert words["Numerator"].startswith(f"{above} ")
    assert words["Denominator"].startswith(f"{below} ")
    identifiers = {row["child"] for row in rows}
    assert len(identifiers) == below > 100
    written = [
        path.read_bytes()
        for path in settings.folder.rglob("*")
        if path.is_file() and "extracts" not in path.parts and path.suffix != ".xlsx"
    ]
    for path in settings.folder.rglob("*.xlsx"):
        if "extracts" not in path.parts:
            with zipfile.ZipFile(path) as parts:
                written += [parts.read(name) for name in parts.namelist()]
    everything = b"\n".join(written)
    assert not [one for one in identifiers if one.encode() in everything]
