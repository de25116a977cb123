"""Small inputs behind which stands a fault that somebody met in public, where they are there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from folders import assert_plain, call, run
from records_cases import measure


@pytest.fixture
def case(shared_folder: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A copy of the folder that a test names."""
    found = shared_folder / "cases" / "extracts" / request.param
    if not found.is_dir():
        pytest.skip("the small inputs are not on this machine")
    return shutil.copytree(found, tmp_path / "case")


@pytest.mark.shared
@pytest.mark.parametrize("case", ["t02_ssd_historic_placement_codes"], indirect=True)
def test_a_placement_whose_code_is_not_known_is_there(case: Path) -> None:
    found = measure(case, "2026-01")
    (told,) = found.told("X120")
    assert told.startswith("ssd_cla_placement.csv rows 4, 5 column clap_cla_placement_type: ")
    assert found.told("X161") == []
    assert "no placement" not in found.ran.out
    assert found.figure("7.1", "2026-01") == "1"


@pytest.mark.shared
@pytest.mark.parametrize("case", ["s12_xml_return"], indirect=True)
def test_an_xml_return_is_named_with_what_to_do(case: Path) -> None:
    ran = call("profile", str(case / "x"))
    assert_plain(ran)
    assert "return.xml" in ran.out
    assert "X182" in ran.codes()
    assert "ExportthereturnasCSV" in ran.said
    assert "KESTREL" not in ran.out + ran.err


@pytest.mark.shared
@pytest.mark.parametrize("case", ["r07_month_end_column"], indirect=True)
def test_a_last_day_under_month_end_is_its_month(case: Path) -> None:
    (case / "lacxl.toml").write_text("", "utf-8")
    ran = run(case, "explain", "7.1", "2015-05")
    assert ran.code == 0, ran.err
    assert "Figure406" in ran.said


@pytest.mark.shared
@pytest.mark.parametrize("case", ["b01_ees_file_as_benchmarks"], indirect=True)
def test_published_statistics_given_as_benchmarks_are_known_as_such(case: Path) -> None:
    (case / "lacxl.toml").write_text('[extracts]\nbenchmarks = "benchmarks.csv"\n', "utf-8")
    ran = run(case, "explain", "7.1", "2015-05")
    assert (ran.code, ran.codes()) == (3, ["R152"])
