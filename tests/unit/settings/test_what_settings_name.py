"""Files that settings name: none is written that is another's; no database's URL is shown."""

from __future__ import annotations

import os
import traceback
from pathlib import Path

import pytest
from pydantic import ValidationError

from lacxl.domain.errors import Refused
from lacxl.settings.settings import Settings, find_settings
from lacxl.settings.taken import taken_by

SECRET = "Zq7unique"
URL = f"postgresql+psycopg://anna:{SECRET}@host/children"
ODBC = f"Driver={{SQL Server}};Server=host;UID=anna;PWD={SECRET}"


def load(folder: Path, text: str) -> Settings:
    path = folder / "lacxl.toml"
    path.write_text(text, "utf-8")
    return Settings.load(path)


def faults(folder: Path, text: str) -> list[str]:
    with pytest.raises(Refused) as refused:
        load(folder, text)
    return [str(finding) for finding in refused.value.findings]


READ = {
    "lacxl.toml": "",
    "Report.xlsx": '[workbook]\nfile = "Report.xlsx"\n',
    "words.toml": '[workbook]\nlayout = "words.toml"\n',
    "known.toml": '[workbook]\ncatalogue = "known.toml"\n',
    "in.csv": '[extracts]\nreadings = "in.csv"\n',
    "closed.csv": '[extracts]\noutturns = "closed.csv"\n',
    "others.csv": '[extracts]\nbenchmarks = "others.csv"\n',
    "kept.csv": '[history]\nfile = "kept.csv"\n',
    "record.csv": '[issued]\nfile = "record.csv"\n',
    "peps.csv": '[local.peps]\nfile = "peps.csv"\n',
    "receipts": "",
    "old": '[backups]\nfolder = "old"\n',
}
"""Every file and folder that the settings can name, by its name."""


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize("how", ["name", "spelt", "upper", "symlink", "folder link", "hard link"])
def test_the_log_is_no_file_that_something_else_is(tmp_path: Path, name: str, how: str) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    path = folder / name
    if name in ("receipts", "old"):
        path.mkdir()
    else:
        path.write_text("", "utf-8")
    log = name
    match how:
        case "spelt":
            log = f"x/../{name}"
        case "upper":
            log = name.upper()
        case "symlink":
            log = "log.jsonl"
            (folder / log).symlink_to(path)
        case "folder link":
            (folder / "here").symlink_to(folder, target_is_directory=True)
            log = f"here/{name}"
        case "hard link":
            if path.is_dir():
                return
            log = "log.jsonl"
            os.link(path, folder / log)
    if name == "lacxl.toml" and how == "hard link":
        return  # the test below writes it, and so the link is to another
    said = faults(folder, f'{READ[name]}[log]\nfile = "{log}"\n')
    assert said[0].startswith(("S108 lacxl.toml line", "S111 lacxl.toml line")), said
    assert "log.file" in said[0] or "[log] file" in said[0]


@pytest.mark.parametrize("key", ["history", "issued"])
def test_what_is_added_to_is_no_list_of_the_councils(tmp_path: Path, key: str) -> None:
    said = faults(tmp_path, f'[local.peps]\nfile = "a.csv"\n[{key}]\nfile = "A.csv"\n')
    assert said[0].startswith(f"S108 lacxl.toml line 2 [local.peps] file: {key}.file and")


def test_the_log_set_aside_is_no_file_that_something_else_is(tmp_path: Path) -> None:
    said = faults(tmp_path, '[log]\nfile = "runs.jsonl"\n[history]\nfile = "runs.2.jsonl"\n')
    assert "log.file, set aside as runs.2.jsonl, name the same file" in said[0]


def test_two_lists_may_lie_on_sheets_of_one_workbook(tmp_path: Path) -> None:
    text = '[local.peps]\nfile = "a.xlsx"\n[local.plans]\ndataset = "plans"\nfile = "a.xlsx"'
    assert load(tmp_path, text).local["plans"].file == "a.xlsx"


def test_a_list_by_a_query_has_no_file(tmp_path: Path) -> None:
    assert load(tmp_path, '[local.peps]\nquery = "SELECT 1"\n[log]\nfile = "peps.csv"\n')


@pytest.mark.parametrize("name", ["x.csv", "deep/log.txt", "log.xlsx"])
def test_the_log_does_not_stand_among_the_extracts(tmp_path: Path, name: str) -> None:
    (tmp_path / "extracts").mkdir()
    said = faults(tmp_path, f'[children]\nfolder = "extracts"\n[log]\nfile = "extracts/{name}"\n')
    assert said[0].startswith("S111 lacxl.toml line 4 [log] file: the run log would be among")
    assert load(tmp_path, '[children]\nfolder = "."\n').log_path == tmp_path / "lacxl-log.jsonl"


def test_the_log_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    said = faults(tmp_path, '[log]\nfile = "logs"\n')
    assert said[0].startswith("S111 lacxl.toml line 2 [log] file: the run log is a file")


def test_a_file_to_be_written_has_a_name_of_its_own(tmp_path: Path) -> None:
    settings = load(tmp_path, '[local.peps]\nfile = "peps.csv"\n')
    for name, what in (
        ("lacxl-history.csv", "history.file"),
        ("LACXL-ISSUED.CSV", "issued.file"),
        ("x/../peps.csv", "local.peps.file"),
        ("lacxl-log.jsonl", "log.file"),
        ("lacxl-log.1.jsonl", "log.file, set aside as lacxl-log.1.jsonl,"),
        ("backups", "backups.folder"),
        ("receipts", "the folder of receipts"),
        ("new.csv", ""),
    ):
        assert taken_by(settings, tmp_path / name) == what


KEYS = (
    '[workbook]\nfile = "{}"',
    '[workbook]\ntitle = "{}"',
    '[workbook]\nleave_out = ["Placements", "{}"]',
    '[workbook]\nlayout = "{}"',
    '[extracts]\nreadings = "{}"',
    '[extracts]\nreadings_query = "{}"',
    '[extracts]\nurl_from = "{}"',
    '[extracts]\noutturns = "{}"',
    '[extracts]\nurl = "{}"',
    '[history]\nfile = "{}"',
    '[log]\nfile = "{}"',
    '[cover]\ncontact = "{}"',
    '[children]\nfolder = "{}"',
    '[children]\norder = ["{}"]',
    '[measures]\nstarts = "{}"',
    '[measures]\npopulation = {{ "{}" = 1 }}',
    '[local.peps]\nurl_from = "{}"',
    '[local.peps]\nquery = "{}"',
    '[local.peps]\ncolumns = {{ date = "{}" }}',
    '[local."{}"]\nfile = "x.csv"',
    '[sql.episodes]\nquery = "{}"',
    '[sql.episodes]\nurl_from = "{}"',
    '[indicators."{}"]\nbasis = "month"',
    '[indicators."7.6"]\nbasis = "{}"',
    '["{}"]\nx = 1',
    'x = "{}"',
)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("written", [URL, f"sqlite:///x?password={SECRET}", ODBC])
def test_a_databases_url_in_any_key_is_refused_and_not_repeated(
    tmp_path: Path, key: str, written: str
) -> None:
    if written == ODBC and "query" in key:
        return  # a query may compare a column of that name
    with pytest.raises(Refused) as refused:
        load(tmp_path, key.format(written))
    assert "S110" in refused.value.codes
    shown = "".join(traceback.format_exception(refused.value))
    for text in (str(refused.value), shown, repr(refused.value)):
        assert SECRET not in text
    assert any(" line " in finding.where for finding in refused.value.findings)


@pytest.mark.parametrize("name", ["9A", "A B", "A\\n", "host/database", ""])
def test_the_name_of_a_variable_is_one(tmp_path: Path, name: str) -> None:
    said = faults(tmp_path, f'[extracts]\nurl_from = "{name}"')
    assert said[0].startswith("S104 lacxl.toml line 2 [extracts] url_from: 'url_from' is not valid")
    assert "environment variable" in said[0]


def test_a_variable_that_holds_it_is_the_way(tmp_path: Path) -> None:
    text = '[extracts]\nreadings_query = "SELECT * FROM t WHERE token = 5"\nurl_from = "COUNCIL"\n'
    assert load(tmp_path, text).extracts.url_from == "COUNCIL"


def test_pydantic_itself_would_repeat_it() -> None:
    """The test above can fail."""
    from lacxl.settings.children import SqlSection

    with pytest.raises(ValidationError) as found:
        SqlSection(query="x", url_from=URL)
    assert SECRET in str(found.value)


def test_a_databases_url_on_the_command_line_is_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        find_settings(tmp_path / URL)
    assert SECRET not in str(refused.value)
    assert "anna" not in str(refused.value)
