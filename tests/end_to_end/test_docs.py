"""The docs say what the code does: references, codes, commands, JSON, examples and sums."""

from __future__ import annotations

import ast
import csv
import doctest
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from importlib import resources
from pathlib import Path

import click
import pytest
import xlsxwriter
from own_scorecard import make_scorecard
from test_readme import DOCS, ROOT, blocks, codes, pages, section

from lacxl import api
from lacxl.adopting.allowed_answers import check_answers
from lacxl.adopting.answers import read_answers
from lacxl.adopting.questions import CHOICES
from lacxl.app.accept import accept_finding
from lacxl.app.adopt.adopt import adopt
from lacxl.app.benchmarks.benchmarks import benchmarks
from lacxl.app.check.check import check
from lacxl.app.figures.explain import explain
from lacxl.app.figures.figures import figures
from lacxl.app.figures.needed import needed
from lacxl.app.issue.issue import issue
from lacxl.app.month.add_charts import add_charts
from lacxl.app.month.refresh import refresh
from lacxl.app.month.undo import undo
from lacxl.app.scan import scan
from lacxl.app.signals.signals import signals
from lacxl.catalogue import indicators, layouts, own_layouts
from lacxl.cli import cli
from lacxl.cli.entry import NAMES
from lacxl.demo import MONTH, write_demo
from lacxl.domain.month import Month
from lacxl.domain.numbers import half_up
from lacxl.inputs import Benchmarks
from lacxl.readings.benchmarks import BENCHMARKS, read_benchmarks
from lacxl.readings.layout_files import FileLayout
from lacxl.readings.outturns import OUTTURNS, read_outturns
from lacxl.readings.readings import READINGS, read_readings
from lacxl.settings.settings import Settings

CODE = re.compile(r"[A-Z]\d{3}")
BUILD = DOCS / "build.py"
DFE = ROOT / "tests" / "data" / "dfe"


def test_the_generated_pages_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, BUILD, "--check"], capture_output=True, encoding="utf-8", timeout=60
    )
    assert done.returncode == 0, f"run: python docs/build.py\n{done.stdout}{done.stderr}"


def test_the_generated_pages_do_not_depend_on_the_terminal() -> None:
    for columns in ("40", "200"):
        done = subprocess.run(
            [sys.executable, BUILD, "--check"], env=os.environ | {"COLUMNS": columns}, timeout=60
        )
        assert done.returncode == 0


class TestFindings:
    def test_every_code_that_is_used_is_documented(self) -> None:
        assert used() - documented() == set()

    def test_every_code_that_is_documented_is_used(self) -> None:
        assert documented() - used() == set()

    def test_no_code_is_documented_twice(self) -> None:
        found = [code for file in finding_files() for code in tomllib.loads(file)]
        assert sorted(found) == sorted(set(found))

    def test_every_entry_is_whole_and_on_the_page(self) -> None:
        page = (DOCS / "findings.md").read_text("utf-8")
        for file in finding_files():
            for code, entry in tomllib.loads(file).items():
                assert set(entry) == {"title", "meaning", "todo"}, code
                assert all(entry.values()), code
                assert f"### {code} {entry['title']}\n" in page, f"{code}: has it a family?"

    @pytest.mark.parametrize("page", pages(), ids=lambda p: p.relative_to(ROOT).as_posix())
    def test_codes_that_a_page_names_exist(self, page: Path) -> None:
        named = set(re.findall(r"\b[CDFHIKLPRSUW]\d{3}\b", page.read_text("utf-8")))
        assert named - documented() == set()


def finding_files() -> Iterator[str]:
    for file in resources.files("lacxl.catalogue").joinpath("findings").iterdir():
        if file.name.endswith(".toml"):
            yield file.read_text("utf-8")


def documented() -> set[str]:
    return {code for file in finding_files() for code in tomllib.loads(file)}


def used() -> set[str]:
    """Return the codes that stand as texts of their own in the source, and in the page's."""
    scripts = (file.read_text("utf-8") for file in (ROOT / "page" / "src").glob("*.ts"))
    of_the_page = {code for text in scripts for code in re.findall(r'"([A-Z]\d{3})"', text)}
    return of_the_page | {
        node.value
        for source in (ROOT / "src").rglob("*.py")
        for node in ast.walk(ast.parse(source.read_text("utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and CODE.fullmatch(node.value)
    }


@pytest.mark.parametrize("name", NAMES)
def test_every_command_and_option_is_documented(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command
    text = section(DOCS / "commands.md", f"lacxl {name}")
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.hidden:
            assert not any(re.search(rf"{option}\b", text) for option in parameter.opts)
        elif isinstance(parameter, click.Option):
            assert parameter.help, parameter.name
            assert all(re.search(rf"{option}\b", text) for option in parameter.opts)
        else:
            assert parameter.make_metavar(click.Context(command)).strip("[]") in text


def test_every_key_of_a_catalogue_is_documented() -> None:
    page = section(DOCS / "indicators.md", "The keys of an entry")
    assert set(re.findall(r"^\| `(\w+)` ", page, re.MULTILINE)) == indicators._KEYS


def test_every_key_of_a_layout_is_documented() -> None:
    named = codes(DOCS / "layout.md")
    text = resources.files("lacxl.catalogue").joinpath("layout_corporate_parenting.toml")
    tables = tomllib.loads(text.read_text("utf-8"))
    keys = {
        *(key for name in ("cover", "summary", "benchmark_rows") for key in tables[name]),
        *(key for page in tables["pages"] for key in page),
        *(key for page in tables["pages"] for column in page["columns"] for key in column),
        *(f'"{shows}"' for shows in layouts._PARTS),
    }
    assert keys - named == set()


def test_every_key_of_tables_of_ones_own_is_documented() -> None:
    text = section(DOCS / "layout.md", "Tables of your own")
    named = set(re.findall(r"`\"?(\w+)\"?`", text))
    signs = {
        "own_colours",
        "amber_needed",
        "without_amber",
        "without_target",
        "untargeted",
        "unrated",
        "shows",
        "slight",
        "undirected",
    }
    keys = {
        *own_layouts._TABLE,
        *own_layouts.MEANINGS,
        *own_layouts.LIGHTS,
        *own_layouts.ARROWS,
        *own_layouts._TIMES,
        *own_layouts.PARTS,
        *layouts._ALONE,
        *signs,
    }
    assert keys - named == set()


def test_every_question_is_documented() -> None:
    named = codes(DOCS / "adopt.md")
    assert {f"[{name}]" for name in CHOICES if name != "issued"} - named == set()


@pytest.mark.parametrize(
    ("heading", "layout"),
    [("Readings", READINGS), ("Outturns", OUTTURNS), ("Benchmarks", BENCHMARKS)],
)
def test_every_column_of_an_extract_is_documented(heading: str, layout: FileLayout) -> None:
    text = section(DOCS / "readings.md", heading)
    rows = dict(re.findall(r"^\| `(\w+)` \| ([^|]*) \|", text, re.MULTILINE))
    assert tuple(rows) == layout.columns
    for column, also in rows.items():
        if also != "as above":
            assert tuple(filter(None, also.split(", "))) == layout.also.get(column, ()), column


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[object]]:
    """What each command gives as JSON, of every kind that there is."""
    settings = Settings.load(write_demo(tmp_path_factory.mktemp("json") / "demo"))
    refresh(settings, MONTH)
    undone = [undo(settings, dry_run=True).as_dict(), undo(settings).as_dict()]
    return {
        "refresh": [
            refresh(settings, MONTH, dry_run=True).as_dict(),
            refresh(settings, MONTH).as_dict(),
        ],
        "figures": [figures(settings, MONTH).as_dict()],
        "explain": [
            explain(settings, number, month).as_dict()
            for number in ("7.1", "7.2", "7.5", "7.6", "7.7", "10.2")
            for month in (Month(2015, 3), Month(2015, 4), MONTH, Month(2015, 6))
        ],
        "signals": [signals(settings, MONTH).as_dict()],
        "needed": [needed(settings, MONTH).as_dict()],
        "accept": [accept_finding(settings, "K102", "", "As it was published").as_dict()],
        "issue": [
            issue(settings, MONTH, dry_run=True).as_dict(),
            issue(settings, MONTH).as_dict(),
        ],
        "undo": undone,
        "add-charts": [add_charts(settings, MONTH, dry_run=True).as_dict()],
        "check": [check(settings.workbook_path, settings).as_dict()],
        "scan": [scan(_hiding(tmp_path_factory.mktemp("json") / "hiding.xlsx")).as_dict()],
        "adopt": _adopted(make_scorecard(tmp_path_factory.mktemp("json"))),
        "benchmarks": [
            benchmarks(
                settings, Benchmarks(files=(DFE,), council="Rotherham", refuse=each, dry_run=True)
            ).as_dict()
            for each in ("", "9.1")
        ],
    }


def _hiding(path: Path) -> Path:
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Seen")
        book.add_worksheet("Unseen").hide()
    return path


def _adopted(workbook: Path) -> list[object]:
    """What adopting gives before and after somebody has corrected a file, which is a finding."""
    first = adopt(workbook).as_dict()
    layout = workbook.parent / "lacxl-layout.toml"
    layout.write_text(layout.read_text("utf-8") + "\n# corrected\n", encoding="utf-8")
    return [first, adopt(workbook).as_dict()]


# said only where children's records are counted (test_children_grounds.py), and of benchmarks that
# were taken from the DfE's files (test_benchmarks_of_the_dfe.py)
FROM_RECORDS = {
    "explain": {"Settings", "Not counted", "Left out", "Compared with", "In part"},
    "refresh": {"indicator", "definition", "settings", "reason"},
    # neither counts anything, or brings charts up to date
    "undo": {"counted", "indicator", "definition", "settings", "reason", "charts"},
    "add-charts": {
        *("counted", "indicator", "definition", "settings", "reason"),
        *("cell", "shown_before", "shown_after", "why", "source"),  # it lists no cells
        *("code", "severity", "where", "what", "todo"),  # and found nothing here
    },
}


@pytest.mark.parametrize(
    "command",
    [
        "refresh",
        "undo",
        "add-charts",
        "issue",
        "accept",
        "check",
        "scan",
        "adopt",
        "figures",
        "explain",
        "signals",
        "needed",
        "benchmarks",
    ],
)
def test_the_keys_of_json_are_those_documented(
    printed: dict[str, list[object]], command: str
) -> None:
    page = DOCS / "json.md"
    named = keys_of_table(section(page, command)) | {"format", "command"}
    if command not in ("explain", "undo", "signals", "needed"):
        named |= keys_of_table(section(page, "Findings"))
    if command in ("undo", "add-charts"):
        named |= keys_of_table(section(page, "refresh"))
    of_values = {"before", "after", "date", "cached", "anchors"}
    in_changes = keys_of_table(section(page, "A change set")) | of_values
    if command in ("refresh", "undo", "add-charts"):
        named |= in_changes
    really = set(keys_of(json.loads(json.dumps(printed[command]))))
    assert really - named == set(), "not in docs/json.md"
    from_records = FROM_RECORDS.get(command, set())
    assert named - really - from_records - in_changes == set(), "in docs/json.md and never printed"


def keys_of(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from keys_of(inner)
    elif isinstance(value, list):
        for each in value:
            yield from keys_of(each)


def keys_of_table(text: str) -> set[str]:
    first_cells = re.findall(r"^\| ([^|]+) \|", text, re.MULTILINE)
    return {key for cell in first_cells for key in re.findall(r"`([^`]+)`", cell)}


def test_the_columns_of_every_ledger_are_documented() -> None:
    from lacxl.ledgers.cells_that_left import PRINTED
    from lacxl.ledgers.history_lines import HISTORY
    from lacxl.ledgers.reasons import REASONS
    from lacxl.ledgers.record import COLUMNS
    from lacxl.ledgers.restated import RESTATED

    page = DOCS / "audit.md"
    assert keys_of_table(section(page, "The record of issues")) == set(COLUMNS)
    for title, ledger in {
        "The history": HISTORY,
        "The ledger of restatements": RESTATED,
        "The ledger of reasons": REASONS,
        "The ledger of what was printed": PRINTED,
    }.items():
        assert keys_of_table(section(page, title)) == {each.name for each in ledger.columns}


def test_the_run_log_is_documented(tmp_path: Path) -> None:
    settings = Settings.load(write_demo(tmp_path / "demo"))
    refresh(settings, MONTH)
    issue(settings, MONTH)
    assert settings.log_path
    lines = [json.loads(line) for line in settings.log_path.read_text("utf-8").splitlines()]
    text = section(DOCS / "audit.md", "The run log")
    assert keys_of_table(text) == set(lines[0])
    for line in lines:
        assert f"`{line['event']}`" in text
        assert all(f"`{fact}`" in text for fact in line["facts"])


class TestExamples:
    """Each example is run or read by the code it is of."""

    @pytest.fixture(autouse=True)
    def in_an_empty_folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)

    def test_the_notebook(self) -> None:
        text = "\n".join(block.text for block in blocks(DOCS / "notebook.md", "python"))
        failed, ran = run_examples(text, "notebook.md", {})
        assert ran > 20
        assert failed == 0

    def test_the_docstrings_of_the_api(self) -> None:
        names: dict[str, object] = {"api": api}
        ran = 0
        tree = ast.parse(Path(api.__file__).read_text("utf-8"))
        documented = (ast.Module, ast.FunctionDef, ast.ClassDef)
        for node in (n for n in (tree, *tree.body) if isinstance(n, documented)):
            text = ast.get_docstring(node) or ""  # in the order in which they stand in the file
            failed, tried = run_examples(text, f"lacxl.api {getattr(node, 'name', '')}", names)
            assert failed == 0
            ran += tried
        assert ran > 8

    def test_every_function_of_the_api_is_in_the_notebook(self) -> None:
        text = (DOCS / "notebook.md").read_text("utf-8")
        functions = {name for name in api.__all__ if name[0].islower()}
        assert {name for name in functions if f"api.{name}(" not in text} == set()

    @pytest.mark.parametrize(
        "block", [b for p in sorted(DOCS.glob("*.md")) for b in blocks(p, "toml")], ids=str
    )
    def test_toml(self, block, tmp_path: Path) -> None:
        file = tmp_path / "lacxl.toml"
        if "[[tables]]" in block.text:
            file.write_text(block.text, encoding="utf-8")
            assert len(layouts.load(file).own) == 1
            return
        if set(tomllib.loads(block.text)) <= set(CHOICES):
            asked: dict[str, tuple[str, ...]] = dict.fromkeys(CHOICES, ())
            answers = read_answers(block.text, file.name)
            assert answers
            assert check_answers(answers, CHOICES, asked, block.text, file.name) == []
            return
        if "[[pages]]" not in block.text:
            file.write_text(block.text, encoding="utf-8")
            Settings.load(file).check_indicators(indicators.shipped())
            return
        text = resources.files("lacxl.catalogue").joinpath("layout_corporate_parenting.toml")
        shipped = text.read_text("utf-8")
        file.write_text(shipped + block.text, encoding="utf-8")
        assert len(layouts.load(file).pages) == len(layouts.shipped().pages) + 1

    @pytest.mark.parametrize(
        "block", [b for p in sorted(DOCS.glob("*.md")) for b in blocks(p, "csv")], ids=str
    )
    def test_csv(self, block, tmp_path: Path) -> None:
        file = tmp_path / "extract.csv"
        file.write_text(block.text, encoding="utf-8")
        known = indicators.shipped()
        header = tuple(next(csv.reader(block.text.splitlines())))
        read = {
            READINGS.columns: read_readings,
            OUTTURNS.columns: read_outturns,
            BENCHMARKS.columns: read_benchmarks,
        }[header](file, known)
        assert read.findings == ()


def run_examples(text: str, name: str, names: dict[str, object]) -> tuple[int, int]:
    """Run the examples of a text; what they define stays in `names` for the next."""
    test = doctest.DocTestParser().get_doctest(text, names, name, None, 0)
    test.globs = names  # the parser copies them
    runner = doctest.DocTestRunner()
    runner.run(test, clear_globs=False)
    return runner.failures, runner.tries


class TestSums:
    """docs/figures.md: every sum is right, and the differences are those of the golden tests."""

    SUM = re.compile(r"([\d.+\-/() ]+) = (-?[\d.]+)(%?)")

    def test_every_sum(self) -> None:
        sums = [found for code in codes(DOCS / "figures.md") if (found := self.SUM.fullmatch(code))]
        assert len(sums) > 15
        for found in sums:
            exact = calculated(found[1]) * (100 if found[3] else 1)
            shown = Decimal(found[2])
            places = -int(shown.as_tuple().exponent)
            assert half_up(exact, places) == shown, found[0]

    def test_a_wrong_sum_is_seen(self) -> None:
        assert half_up(calculated("(68 + 54) / (71 + 60)") * 100, 1) == Decimal("93.1")
        assert half_up(calculated("124 / 134") * 100, 1) != Decimal("93.1")

    def test_the_differences_are_those_of_the_golden_tests(self) -> None:
        golden = [
            *constant("test_summary.py", "FIVE").values(),
            *(
                pair
                for page in constant("test_theme_pages.py", "DIFFERENCES").values()
                for pair in page.values()
            ),
        ]
        text = section(DOCS / "figures.md", "Where lacxl differs from the printed report")
        rows = re.findall(r"^\| [^|]+ \| ([^|]+) \| ([^|]+) \| [^|]+ \|$", text, re.MULTILINE)
        listed = [row for row in rows if row[0] not in {"printed", "---"}]
        assert sorted(listed) == sorted((a or "empty", b or "empty") for a, b in golden)


def calculated(sum_: str) -> Decimal:
    """Return a sum of plain numbers, exactly."""

    def of(node: ast.expr) -> Decimal:
        match node:
            case ast.Constant():
                return Decimal(str(node.value))
            case ast.UnaryOp(ast.USub(), inner):
                return -of(inner)
            case ast.BinOp(left, ast.Add(), right):
                return of(left) + of(right)
            case ast.BinOp(left, ast.Sub(), right):
                return of(left) - of(right)
            case ast.BinOp(left, ast.Div(), right):
                return of(left) / of(right)
        raise ValueError(sum_)

    return of(ast.parse(sum_.strip(), mode="eval").body)


def constant(file: str, name: str) -> dict:
    tree = ast.parse((ROOT / "tests" / "golden" / file).read_text("utf-8"))
    values = [
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == name
    ]
    return ast.literal_eval(values[0])
