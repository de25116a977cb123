"""Delimited text is read by one reader: readings and records agree on rows, cells and faults."""

from __future__ import annotations

from pathlib import Path

import pytest
from folders import Ran, run

READINGS = "indicator,month,numerator,denominator,value,note"
EPISODES = "CHILD,DECOM,RNE,LS,PLACE,DEC,REC,HOME_POST,PL_POST,URN"
GOOD_READING, BAD_READING = "7.1,2015-05,406,,,", "7.3,2015-05,tbc,,,"
GOOD_EPISODE, BAD_EPISODE = "1,01/05/2014,S,C2,U1,,,A1,A1,9", "2,tbc,S,C2,U1,,,A1,A1,9"


def written(folder: Path, lines: list[str], name: str, delimiter: str, ends: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    text = ends.join([*lines, ""])
    path.write_bytes(text.replace(",", delimiter).encode())


def readings_run(folder: Path, *lines: str, delimiter: str = ",", ends: str = "\r\n") -> Ran:
    """Read a readings extract; the folder has no workbook, which is a fault of its own."""
    written(folder / "totals", list(lines), "readings.csv", delimiter, ends)
    (folder / "totals" / "lacxl.toml").write_text("", "utf-8")
    return run(folder / "totals", "refresh", "2015-05")


def records_run(folder: Path, *lines: str, delimiter: str = ",", ends: str = "\r\n") -> Ran:
    """Read children's records."""
    written(folder / "council", list(lines), "x/episodes.csv", delimiter, ends)
    (folder / "council" / "lacxl.toml").write_text('[children]\nfolder = "x"\n', "utf-8")
    return run(folder / "council", "measure", "2015-05")


ABOVE = {
    "nothing": ([], ",", 3),
    "sep=,": (["sep=,"], ",", 3),
    "SEP=; in quotes": (['"SEP=;"'], ";", 3),
    "sep=|": (["sep=|"], "|", 3),
    "sep=:": (["sep=:"], ":", 3),
    "sep and a blank row": (["sep=,", ""], ",", 4),
    "a title": (["Extract of May 2015"], ",", 4),
    "a title with as many cells as it likes": (["Extract,of,May,2015,,,,,,,,,,,"], ",", 4),
    "blank rows": (["", ",,,"], ",", 5),
}


@pytest.mark.parametrize("name", ABOVE)
@pytest.mark.parametrize("ends", ["\r\n", "\n", "\r"])
def test_a_row_has_the_number_that_excel_shows(tmp_path: Path, name: str, ends: str) -> None:
    """Excel opens a text that begins with "sep=," without that line."""
    above, delimiter, row = ABOVE[name]
    given = {"delimiter": delimiter, "ends": ends}
    told = readings_run(tmp_path, *above, READINGS, GOOD_READING, BAD_READING, **given)
    assert f"readings.csvrow{row}columnnumerator" in told.said
    told = records_run(tmp_path, *above, EPISODES, GOOD_EPISODE, BAD_EPISODE, **given)
    assert f"episodes.csvrow{row}columnDECOM" in told.said


FLAWS = {
    "a cell too few": ("7.1,2015-05,406,,", "3,01/05/2014,S,C2,U1,,,A1,A1", "R107", "X111"),
    "a cell too many": ("7.1,2015-05,406,,,,x", f"{GOOD_EPISODE},x", "R107", "X111"),
    "a blank cell too many": ("10.2,2015-05,1,132,2,,", f"{GOOD_EPISODE},", "R107", "X181"),
    "an open quotation mark": ('7.8,2015-05,,,"1', '3,"01/05/2014,S,C2,U1', "R108", "X112"),
    "a quotation mark within": ('"7."1,2015-05,,,,', f'"{GOOD_EPISODE[0]}"0', "R108", "X112"),
}


@pytest.mark.parametrize("name", FLAWS)
def test_what_is_wrong_with_a_row_is_seen_alike(tmp_path: Path, name: str) -> None:
    reading, episode, of_readings, of_records = FLAWS[name]
    told = readings_run(tmp_path, "sep=,", READINGS, GOOD_READING, reading)
    assert of_readings in told.codes()
    assert "readings.csvrow3" in told.said
    told = records_run(tmp_path, "sep=,", EPISODES, GOOD_EPISODE, episode)
    assert of_records in told.codes()
    assert "episodes.csvrow3" in told.said


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_headings_show_the_delimiter_even_where_cells_hold_more_of_another(
    tmp_path: Path, delimiter: str
) -> None:
    other = "|" if delimiter != "|" else ";"
    cell = other.join("abcdefghijklmnop")
    notes = [f"7.7,2015-05,,,,{cell}"] * 3
    told = readings_run(tmp_path, READINGS, *notes, BAD_READING, delimiter=delimiter)
    assert "readings.csvrow5columnnumerator" in told.said
    rows = [GOOD_EPISODE.replace("A1,9", f"A1,{cell}")] * 3
    told = records_run(tmp_path, EPISODES, *rows, BAD_EPISODE, delimiter=delimiter)
    assert "episodes.csvrow5columnDECOM" in told.said


def test_a_blank_before_a_quotation_mark_is_not_part_of_the_cell(tmp_path: Path) -> None:
    told = readings_run(tmp_path, READINGS, '10.2, 2015-05, "1,132.0", 2, ,', BAD_READING)
    assert [code for code in told.codes() if code[0] == "R"] == ["R120"]
    line = '3, "01/05/2014", S, C2, U1, , , "A1, 2", A1, 9'
    told = records_run(tmp_path, EPISODES, line)
    assert not {"X111", "X112", "X122"} & set(told.codes())
