"""Where a figure comes from can be asked without a workbook: of readings, records, history."""

from __future__ import annotations

from pathlib import Path

from folders import assert_plain, assert_refused, run
from records_cases import council

HEAD = "indicator,month,numerator,denominator,value,note\n"
GOOD = {
    "header": ["1,1,01/05/2010,WBRI,,,"],
    "episodes": ["1,01/05/2015,S,C2,N1,U4,PR1,,,,AA1 1AA,AA1 1AA,100"],
}


def explained(folder: Path, indicator: str) -> dict[str, str]:
    ran = run(folder, "explain", indicator, "2015-05", "--json")
    assert_plain(ran)
    assert ran.code == 0, ran.err
    figure: dict[str, str] = ran.json()["figures"][-1]
    return figure


def with_readings(folder: Path) -> Path:
    (folder / "lacxl.toml").write_text("", "utf-8")
    rows = "7.6,2015-04,50,60,,\n7.6,2015-05,54,60,,\n8.1,2015-05,,,,TBC\n"
    (folder / "readings.csv").write_text(HEAD + rows, "utf-8")
    return folder


def test_readings_alone(tmp_path: Path) -> None:
    figure = explained(with_readings(tmp_path), "7.6")
    assert figure["Figure"] == "90.0% (54 of 60)"
    assert figure["Source"] == "readings.csv row 3"
    assert figure["Year to date"].startswith("86.7% (104 of 120); ")
    assert "there is no workbook" in figure["Cell"]
    assert figure["Direction"].startswith("better: 83.3% (50 of 60) in Apr-15")
    assert figure["RAG"].startswith("n/a: there is no workbook"), "nobody sees a target"
    assert explained(tmp_path, "8.1")["Figure"] == "missing: TBC"


def test_every_indicator_is_explained_and_an_unknown_one_refused(tmp_path: Path) -> None:
    with_readings(tmp_path)
    assert explained(tmp_path, "10.3")["Source"] == "no reading"
    assert len(run(tmp_path, "explain", "7.5", "2015-05", "--json").json()["figures"]) == 2
    assert_refused(run(tmp_path, "explain", "7.99", "2015-05"), "U102", exit_code=2)


def test_records_alone(tmp_path: Path) -> None:
    figure = explained(council(tmp_path, GOOD), "7.1")
    assert figure["Numerator"].startswith("1 ")
    assert figure["Source"] == "ssda903: episodes.csv"
    assert any("children in care" in step or "each child once" in step for step in figure["funnel"])
    ran = run(tmp_path, "explain", "7.1", "2015-05", "--children", str(tmp_path / "why.csv"))
    assert ran.code == 0, ran.err
    assert (tmp_path / "why.csv").read_text("utf-8").splitlines()[1] == "1,1,1"


def test_the_history_alone(tmp_path: Path) -> None:
    measured = run(council(tmp_path, GOOD), "measure", "2015-05", "--since", "2015-05")
    assert measured.code in (0, 1)
    (tmp_path / "lacxl.toml").write_text("", "utf-8")
    assert explained(tmp_path, "7.1")["Figure"] == "1"


def test_with_nothing_at_all_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "lacxl.toml").write_text("", "utf-8")
    assert_refused(run(tmp_path, "explain", "7.1", "2015-05"), "F101")


def test_a_workbook_that_is_there_and_broken_is_not_passed_over(tmp_path: Path) -> None:
    with_readings(tmp_path)
    (tmp_path / "lacxl.toml").write_text('[workbook]\nfile = "report.xlsx"\n', "utf-8")
    (tmp_path / "report.xlsx").write_bytes(b"PK\x03\x04 and nothing")
    assert run(tmp_path, "explain", "7.6", "2015-05").code == 3


def test_a_refresh_still_needs_its_workbook(tmp_path: Path) -> None:
    assert_refused(run(with_readings(tmp_path), "refresh", "2015-05"), "W118")


def test_the_readings_of_a_notebook_need_none_either(tmp_path: Path) -> None:
    from lacxl import api

    known = api.readings(with_readings(tmp_path), "2015-05")
    assert known.query("indicator == '7.6'")["numerator"].tolist() == [50.0, 54.0]
