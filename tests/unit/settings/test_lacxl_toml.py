"""lacxl.toml: the defaults, every fault at once with its line, and the texts made from it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as tuned
from hypothesis import strategies as st

from lacxl.catalogue.indicators import shipped
from lacxl.domain.errors import Refused
from lacxl.domain.indicator import Basis, Polarity
from lacxl.settings.describing import reference
from lacxl.settings.key_lines import key_lines, line_of
from lacxl.settings.sections import SECTIONS
from lacxl.settings.settings import Settings, find_settings


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "lacxl.toml"
    path.write_text(text, encoding="utf-8")
    return path


def load(tmp_path: Path, text: str) -> Settings:
    return Settings.load(written(tmp_path, text))


def faults(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(Refused) as refused:
        load(tmp_path, text)
    return [f"{f.code} {f.where}: {f.what} {f.todo}" for f in refused.value.findings]


def only_fault(tmp_path: Path, text: str) -> str:
    (found,) = faults(tmp_path, text)
    return found


# What it says


@pytest.mark.parametrize("text", ["", "\n \n", "# nothing set\n", "[workbook]\n"])
def test_everything_has_a_default(text: str, tmp_path: Path) -> None:
    settings = load(tmp_path, text)
    assert settings.workbook_path == tmp_path / "Monthly Performance - Corporate Parenting.xlsx"
    assert settings.workbook.title == "Monthly Performance - Corporate Parenting"
    assert settings.workbook.formulas == "refuse"
    assert settings.workbook.leave_out == ()
    assert settings.workbook.allow_signed is False
    assert settings.layout_path is None
    assert settings.catalogue_path is None
    assert settings.readings_path == tmp_path / "readings.csv"
    assert settings.outturns_path is None
    assert settings.benchmarks_path is None
    assert settings.history_path == tmp_path / "lacxl-history.csv"
    assert settings.issued_path == tmp_path / "lacxl-issued.csv"
    assert settings.issued_folder == tmp_path
    assert settings.backups_folder == tmp_path / "backups"
    assert settings.backups.keep == 20
    assert settings.log_path == tmp_path / "lacxl-log.jsonl"
    assert (settings.ambers, settings.bases, settings.dead_bands) == ({}, {}, {})
    assert (settings.cover.created_by, settings.cover.contact) == (None, None)


def test_what_is_set_holds(tmp_path: Path) -> None:
    settings = load(
        tmp_path,
        """
        [workbook]
        file = 'reports\\May.xlsx'
        formulas = "keep"
        leave_out = ["Health", "Placements"]
        [extracts]
        readings = "/srv/extracts/readings.csv"
        outturns = "outturns.csv"
        [log]
        file = ""
        [indicators."7.6"]
        amber = "95%"
        dead_band = "0.5%"
        [indicators."10.2"]
        amber = 550
        basis = "month"
        dead_band = 0.5
        [indicators."7.7"]
        target = "25%"
        polarity = "high"
        """,
    )
    assert settings.workbook.leave_out == ("Health", "Placements")
    assert settings.readings_path == Path("/srv/extracts/readings.csv")
    assert settings.outturns_path == tmp_path / "outturns.csv"
    assert settings.log_path is None
    assert settings.ambers == {"7.6": Decimal("0.95"), "10.2": Decimal(550)}
    assert settings.dead_bands == {"7.6": Decimal("0.005"), "10.2": Decimal("0.5")}
    assert settings.bases == {"10.2": Basis.MONTH}
    assert settings.targets == {"7.7": Decimal("0.25")}
    assert settings.polarities == {"7.7": Polarity.HIGH}
    settings.check_indicators(shipped())


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_notepad_s_encodings_are_read(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "lacxl.toml"
    path.write_bytes('[workbook]\r\ntitle = "Café"\r\n'.encode(encoding))
    assert Settings.load(path).workbook.title == "Café"


# What it must not say


def test_all_faults_are_told_at_once_in_the_order_of_the_lines(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        """formulas = "keep"
[workbok]
[workbook]
file = 3
formula = "keep"
formulas = "delete"
leave_out = ["Health", 3]
title = "May/June"
allow_signed = "yes"

[backups]
keep = 0
[indicators."7.6"]
polarity = "up"
amber = true
basis = "year"
[protection]
sheet_password = "hunter2"
""",
    )
    assert [f.split(": ")[0] for f in found] == [
        "S103 lacxl.toml line 1 formulas",
        "S103 lacxl.toml line 2 workbok",
        "S104 lacxl.toml line 4 [workbook] file",
        "S103 lacxl.toml line 5 [workbook] formula",
        "S104 lacxl.toml line 6 [workbook] formulas",
        "S104 lacxl.toml line 7 [workbook] leave_out",
        "S104 lacxl.toml line 8 [workbook] title",
        "S104 lacxl.toml line 9 [workbook] allow_signed",
        "S104 lacxl.toml line 12 [backups] keep",
        'S104 lacxl.toml line 14 [indicators."7.6"] polarity',
        'S104 lacxl.toml line 15 [indicators."7.6"] amber',
        'S104 lacxl.toml line 16 [indicators."7.6"] basis',
        "S103 lacxl.toml line 17 protection",
        "S105 lacxl.toml line 18 [protection] sheet_password",
    ]
    assert "It belongs in [workbook]" in found[0]
    assert "Did you mean 'workbook'?" in found[1]
    assert "Did you mean 'formulas'? Allowed: file, title, formulas" in found[3]
    assert '"refuse", "replace" or "keep" is needed' in found[4]
    assert "must be 1 or more" in found[8]
    assert '"high", "low" or "none" is needed' in found[9]
    assert "LACXL_PASSWORD or the keyring" in found[13]
    assert "hunter2" not in "".join(found)


@pytest.mark.parametrize("key", ["password", "Sheet_Password", "passwd", "pwd", "secret"])
def test_a_password_is_refused_wherever_it_stands(key: str, tmp_path: Path) -> None:
    for text in (f'{key} = "x"', f'[workbook]\n{key} = "x"', f'workbook = {{ {key} = "x" }}'):
        found = faults(tmp_path, text)
        assert [f[:4] for f in found] == ["S105"]


@pytest.mark.parametrize(
    ("text", "line", "hint"),
    [
        ("[workbook]\nfile = May.xlsx", 2, "quotation marks"),
        ('[workbook]\nfile = "C:\\Users\\May.xlsx"', 2, "single quotation marks"),
        ('[workbook]\n\nfile = "May', 3, "quotation marks"),
        ("[workbook]\n[workbook]\n", 2, ""),
        ("[workbook", 1, ""),
        (f"[backups]\nkeep = {'9' * 5000}\n", 2, ""),
    ],
)
def test_what_is_no_toml_is_told_with_its_line(
    text: str, line: int, hint: str, tmp_path: Path
) -> None:
    found = only_fault(tmp_path, text)
    assert found.startswith(f"S102 lacxl.toml line {line}:")
    assert hint in found


def test_a_file_in_windows_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "lacxl.toml"
    path.write_bytes('[workbook]\ntitle = "Café"\n'.encode("cp1252"))
    with pytest.raises(Refused) as refused:
        Settings.load(path)
    assert refused.value.codes == ("S102",)


@pytest.mark.parametrize(
    "setting",
    [
        '[workbook]\nfile = ""',
        '[workbook]\nfile = "a\\u0000b"',
        '[workbook]\nleave_out = "Health"',
        '[workbook]\nleave_out = ["Health", "Health"]',
        '[workbook]\ntitle = "May."',
        *(f'[workbook]\ntitle = "{sign}Report"' for sign in "=+-@"),
        "[workbook]\nallow_signed = 1",
        '[backups]\nkeep = "20"',
        "[backups]\nkeep = 2.0",
        "[backups]\nkeep = true",
        "[log]\nfile = false",
        '[cover]\ncontact = "two\\nlines"',
        '[indicators."7.6"]\namber = "a lot"',
        '[indicators."7.6"]\namber = "-5%"',
        '[indicators."7.6"]\namber = nan',
        '[indicators."7.6"]\ndead_band = 2015-05-01',
        "workbook = 3",
        "indicators = 3",
        "[[workbook]]",
    ],
)
def test_a_setting_that_is_not_valid(setting: str, tmp_path: Path) -> None:
    assert only_fault(tmp_path, setting).startswith("S104 ")


def test_an_indicator_s_number_needs_quotation_marks(tmp_path: Path) -> None:
    found = only_fault(tmp_path, '[indicators.7.6]\namber = "95%"')
    assert found.startswith("S106 ")
    assert 'Write [indicators."7.6"]' in found


def test_an_indicator_is_named_by_its_number(tmp_path: Path) -> None:
    assert only_fault(tmp_path, '[indicators."=reviews"]\namber = "95%"').startswith(
        "S106 lacxl.toml line 1 "
    )


def test_two_settings_must_not_name_one_file(tmp_path: Path) -> None:
    found = only_fault(
        tmp_path, '[history]\nfile = "data.csv"\n[extracts]\nreadings = "./Data.csv"'
    )
    assert found.startswith("S108 lacxl.toml line 2 [history] file: extracts.readings and history")


def test_limits_are_checked_against_the_catalogue(tmp_path: Path) -> None:
    settings = load(
        tmp_path,
        '[indicators."7.66"]\namber = 1\n'
        '[indicators."7.6"]\namber = 0.95\n'
        '[indicators."10.2"]\n\ndead_band = "1%"\n'
        '[indicators."7.1"]\ndead_band = 0\n'
        '[indicators."7.5"]\ntarget = 40\n'
        '[indicators."9.1"]\ntarget = "700%"\n'
        '[indicators."7.3"]\ntarget = 0.4\n',
    )
    with pytest.raises(Refused) as refused:
        settings.check_indicators(shipped())
    found = [f"{f.code} {f.where}" for f in refused.value.findings]
    assert found == [
        "S106 lacxl.toml line 1",
        "S109 lacxl.toml line 4 amber",
        "S109 lacxl.toml line 7 dead_band",
        "S109 lacxl.toml line 11 target",
        "S109 lacxl.toml line 13 target",
        "S109 lacxl.toml line 15 target",
    ]
    assert "Did you mean 7.6?" in refused.value.findings[0].todo


# Where it is


def test_the_file_is_found_in_the_folder_or_above(tmp_path: Path) -> None:
    path = written(tmp_path, "")
    below = tmp_path / "backups" / "2015"
    below.mkdir(parents=True)
    assert find_settings(tmp_path) == path
    assert find_settings(below) == path
    assert find_settings(path) == path


def test_without_a_file_the_answer_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "is_file", lambda _path: False)
    with pytest.raises(Refused) as refused:
        find_settings(tmp_path)
    assert refused.value.codes == ("S101",)
    assert "lacxl demo" in str(refused.value)


def test_an_absent_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        Settings.load(tmp_path / "lacxl.toml")
    assert refused.value.codes == ("F101",)


# Lines


def test_each_key_is_found_in_its_line() -> None:
    text = '''top = 1
[workbook]  # comment
file = """
[log]
title = "not a key"
"""
"quoted key" = 'x' # "
dotted . "7.6" = [
  "a = b",
]
[ indicators . "7.6" ]
amber = "95%"
'''
    assert key_lines(text) == {
        ("top",): 1,
        ("workbook",): 2,
        ("workbook", "file"): 3,
        ("workbook", "quoted key"): 7,
        ("workbook", "dotted", "7.6"): 8,
        ("indicators", "7.6"): 11,
        ("indicators", "7.6", "amber"): 12,
    }
    assert line_of(("indicators", "7.6", "unknown"), key_lines(text)) == 11
    assert line_of(("indicators",), key_lines(text)) == 11
    assert line_of(("nowhere",), key_lines(text)) == 1


# Texts made from the models


def test_the_reference_names_every_setting() -> None:
    text = reference()
    for table, section in SECTIONS.items():
        assert f"## [{table}]" in text
        for name, field in section.model_fields.items():
            assert f"| `{name}` |" in text
            assert field.description
    assert '`"refuse"`, `"replace"`, `"keep"`' in text


# Fuzz


def settings_or_refused(path: Path) -> bool:
    """Load the file; any exception but Refused fails the test."""
    try:
        return isinstance(Settings.load(path), Settings)
    except Refused as refused:
        return all(f.code and f.where and f.todo for f in refused.findings)


@given(st.text(max_size=200))
@tuned(max_examples=200)
def test_any_text_is_settings_or_refused(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzz.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    assert settings_or_refused(path)


values = st.recursive(
    st.sampled_from(['"x"', "1", "-1", "true", "0.5", "[]", "2015-05-01", "nan", '"95%"', '""']),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
        | inner.map(lambda item: f"{{ file = {item} }}")
    ),
    max_leaves=4,
)
names = st.sampled_from(
    ["workbook", "file", "keep", "amber", "indicators", '"7.6"', "7", "leave_out", "log", "x.y"]
)
tables = st.builds(
    lambda name, entries: f"[{name}]\n" + "\n".join(f"{k} = {v}" for k, v in entries.items()),
    names | st.just('indicators."7.6"'),
    st.dictionaries(names, values, max_size=4),
)


@given(st.lists(tables, max_size=4))
@tuned(max_examples=300)
def test_any_toml_is_settings_or_refused(
    tmp_path_factory: pytest.TempPathFactory, parts: list[str]
) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzz2.toml"
    path.write_text("\n".join(parts), encoding="utf-8")
    assert settings_or_refused(path)
