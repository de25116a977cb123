"""Small inputs behind which stands a fault that somebody met in public, where they are there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from folders import assert_plain, call
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
