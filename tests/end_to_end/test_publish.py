"""A month that is published: what the folder shows, what it keeps back, when nothing appears."""

from __future__ import annotations

import csv
import json
import shutil
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from folders import (
    COPY,
    MAY,
    assert_done,
    call,
    leftovers,
    refused_untouched,
    run,
    settings_add,
    state_of,
    workbook_of,
)
from own_process import KILLED, run_alone
from planting import set_reading

from lacxl.app.publish.publish import publish
from lacxl.domain.month import Month
from lacxl.settings.settings import Settings

KEPT = ("c", "suppressed")
FOLDER = Path("published") / "May 2015 - I1"
LEDGERS = ("lacxl-published.csv", "lacxl-published-figures.csv")
PUBLISH_KEYS = [
    "format", "command", "month", "issue", "folder", "files", "shown", "kept_back", "dry_run",
    "new", "findings",
]  # fmt: skip


@pytest.fixture(scope="session")
def _issued(tmp_path_factory: pytest.TempPathFactory, _filled: Path) -> Path:
    folder = tmp_path_factory.mktemp("issued") / "report"
    shutil.copytree(_filled, folder)
    assert_done(run(folder, "issue", MAY))
    return folder


@pytest.fixture
def issued(_issued: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "report"
    shutil.copytree(_issued, folder)
    return folder


def tidy(folder: Path) -> list[dict[str, str]]:
    """Return the lines of the published CSV."""
    path = next((folder / FOLDER).glob("*.csv"))
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def figures_of(folder: Path, indicator: str, figure: str) -> dict[str, tuple[str, str]]:
    """Return value and status of a figure by period."""
    return {
        each["period"]: (each["value"], each["status"])
        for each in tidy(folder)
        if (each["indicator"], each["figure"]) == (indicator, figure)
    }


class TestFolder:
    def test_has_four_forms_and_nothing_else(self, issued: Path) -> None:
        assert_done(run(issued, "publish", MAY))
        there = sorted(path.suffix for path in (issued / FOLDER).iterdir())
        assert there == [".csv", ".html", ".ods", ".xlsx"]
        assert leftovers(issued) == []

    def test_every_form_has_issue_and_record(self, issued: Path) -> None:
        assert_done(run(issued, "publish", MAY))
        with (issued / "lacxl-issued.csv").open(encoding="utf-8", newline="") as file:
            sha256 = [row["sha256"] for row in csv.DictReader(file)][-1]
        for path in (issued / FOLDER).iterdir():
            if path.suffix in (".csv", ".html"):
                text = path.read_text("utf-8-sig")
            else:
                with zipfile.ZipFile(path) as archive:
                    text = " ".join(archive.read(n).decode("utf-8") for n in archive.namelist())
            assert sha256 in text, path.suffix

    def test_shows_what_the_copy_prints(self, issued: Path) -> None:
        assert_done(run(issued, "publish", MAY))
        assert figures_of(issued, "7.3", "number")["May 2015"] == ("22", "shown")
        assert figures_of(issued, "7.3", "number")["April to May 2015"] == ("39", "shown")
        assert figures_of(issued, "9.1", "percentage")["May 2015"] == ("0.711", "shown")
        assert figures_of(issued, "9.1", "numerator")["May 2015"] == ("106", "shown")

    def test_keeps_back_what_rests_on_few_children(self, issued: Path) -> None:
        """10.1 is 1 of 2, and 10.2 the mean of two children's days."""
        assert_done(run(issued, "publish", MAY))
        for figure in ("percentage", "numerator", "denominator"):
            assert set(figures_of(issued, "10.1", figure).values()) == {KEPT}
        assert figures_of(issued, "10.2", "mean")["May 2015"][0] == "c"
        assert not any(
            "1132" in path.read_text("utf-8-sig")
            for path in (issued / FOLDER).iterdir()
            if path.suffix in (".csv", ".html")
        )

    def test_keeps_back_what_nobody_knows_the_size_of_unless_it_is_declared(
        self, issued: Path
    ) -> None:
        ran = run(issued, "publish", MAY)
        assert "T112" in ran.codes()
        assert figures_of(issued, "7.8", "percentage")["May 2015"][0] == "c"
        shutil.rmtree(issued / "published")
        settings_add(issued, '\n[publish]\nlarge = ["7.8"]\npublic_until = "2015-03"\n')
        assert_done(run(issued, "publish", MAY))
        assert figures_of(issued, "7.8", "percentage")["May 2015"] == ("0.808", "shown")
        assert figures_of(issued, "7.8", "percentage")["2014/15"] == ("0.814", "shown")
        assert figures_of(issued, "7.9", "percentage")["May 2015"][0] == "c"

    def test_annual_figures_that_the_dfe_has_published_since_are_shown(self, issued: Path) -> None:
        settings_add(issued, '\n[publish]\npublic_years = ["2014/15"]\n')
        assert_done(run(issued, "publish", MAY))
        assert figures_of(issued, "7.8", "percentage")["2014/15"] == ("0.814", "shown")
        assert figures_of(issued, "7.8", "percentage")["2013/14"][0] == "c"

    def test_an_arrow_beside_what_is_kept_back_is_kept_back(self, issued: Path) -> None:
        assert_done(run(issued, "publish", MAY))
        book = openpyxl.load_workbook(next((issued / FOLDER).glob("*.xlsx")))
        rows = [row for sheet in book for row in sheet.iter_rows(values_only=True)]
        arrows = [row for row in rows if "10.1" in row and "Not rated" in row]
        assert arrows
        assert all("c" in row for row in arrows)

    def test_percentages_may_be_whole(self, issued: Path) -> None:
        settings_add(issued, '\n[publish]\npercentages = "whole"\n')
        assert_done(run(issued, "publish", MAY))
        assert figures_of(issued, "9.1", "percentage")["May 2015"] == ("0.71", "shown")

    def test_nothing_is_kept_that_excel_hides(self, issued: Path) -> None:
        assert_done(run(issued, "publish", MAY))
        for path in (issued / FOLDER).iterdir():
            assert path.suffix != ".xlsx" or call("scan", str(path)).code == 0
        with zipfile.ZipFile(next((issued / FOLDER).glob("*.xlsx"))) as archive:
            names = archive.namelist()
            core = archive.read("docProps/core.xml").decode()
        assert not [n for n in names if "external" in n or "comment" in n or "drawing" in n]
        assert "<dc:creator>" not in core


class TestAgain:
    def test_the_same_issue_is_published_once(self, issued: Path) -> None:
        assert_done(run(issued, "publish", MAY))
        before = state_of(issued)
        ran = run(issued, "publish", MAY)
        assert "published already" in ran.out
        assert state_of(issued) == before
        assert run(issued, "publish", MAY, "--json").json()["new"] is False

    def test_a_dry_run_says_the_same_and_writes_nothing(self, issued: Path) -> None:
        before = state_of(issued)
        would = run(issued, "publish", MAY, "--dry-run", "--json").json()
        assert state_of(issued) == before
        did = run(issued, "publish", MAY, "--json").json()
        assert list(did) == PUBLISH_KEYS
        for key in ("shown", "kept_back", "files", "folder"):
            assert would[key] == did[key]
        assert (would["dry_run"], did["dry_run"]) == (True, False)

    def test_two_runs_on_the_same_day_give_the_same_bytes(
        self, issued: Path, tmp_path: Path
    ) -> None:
        other = tmp_path / "other"
        shutil.copytree(issued, other)
        for folder in (issued, other):
            assert_done(run(folder, "publish", MAY))
        for path in (issued / FOLDER).iterdir():
            assert path.read_bytes() == (other / FOLDER / path.name).read_bytes(), path.suffix

    def test_a_folder_that_is_gone_is_made_again_and_what_was_shown_still_counts(
        self, issued: Path
    ) -> None:
        assert_done(run(issued, "publish", MAY))
        lines = tidy(issued)
        shutil.rmtree(issued / FOLDER)
        ran = run(issued, "publish", MAY)
        assert "T104" in ran.codes()
        assert tidy(issued) == lines

    def test_a_corrected_issue_is_published_beside_the_first(self, issued: Path) -> None:
        assert_done(run(issued, "publish", MAY))
        set_reading(issued, "9.1", MAY, numerator="107", denominator="149")
        restated = run(issued, "restate", MAY, "--reason", "A placement was late", "--issue")
        assert restated.code in (0, 1), restated.out + restated.err
        assert_done(run(issued, "publish", MAY))
        page = next((issued / "published" / "May 2015 - I2").glob("*.html")).read_text("utf-8")
        assert "A placement was late" in page
        assert (issued / FOLDER).is_dir()

    def test_a_reason_that_tells_a_small_number_is_left_out(self, issued: Path) -> None:
        assert_done(run(issued, "publish", MAY))
        set_reading(issued, "10.1", MAY, numerator="2", denominator="2")
        why = "Corrected from one to two"
        assert run(issued, "restate", MAY, "--reason", why, "--issue").code in (0, 1)
        ran = run(issued, "publish", MAY)
        assert "T118" in ran.codes()
        for text in every_text(issued / "published" / "May 2015 - I2"):
            assert why not in text

    def test_another_file_in_a_published_folder_is_told(self, issued: Path) -> None:
        assert_done(run(issued, "publish", MAY))
        (issued / FOLDER / "notes.txt").write_text("a", "utf-8")
        assert "T116" in run(issued, "publish", MAY).codes()
        assert "T116" in run(issued, "verify").codes()


class TestWhatSumsTell:
    """A month inside a sum is protected, whatever is printed of it."""

    def test_a_month_that_is_printed_otherwise(self, issued: Path) -> None:
        """7.6 of April was issued as 94.8% and read as 68 of 71: three reviews were late."""
        assert_done(run(issued, "publish", MAY))
        shown = [
            figures_of(issued, "7.6", part)[period][0] != "c"
            for part in ("numerator", "denominator")
            for period in ("May 2015", "April to May 2015")
        ]
        assert sum(shown) < 4

    def test_a_month_that_was_not_printed_yet(self, filled: Path) -> None:
        """7.3 of April was three, and the page still shows a text."""
        set_reading(filled, "7.3", "2015-04", numerator="3")
        assert run(filled, "refresh", MAY).code in (0, 1)
        assert_done(run(filled, "issue", MAY))
        assert_done(run(filled, "publish", MAY))
        found = figures_of(filled, "7.3", "number")
        assert "c" in (found["May 2015"][0], found["April to May 2015"][0])

    def test_counts_are_those_of_the_issue(self, issued: Path) -> None:
        """The same percentage of other numbers was read after the month had been issued."""
        set_reading(issued, "7.6", MAY, numerator="63", denominator="70")
        assert_done(run(issued, "publish", MAY))
        assert figures_of(issued, "7.6", "denominator")["May 2015"][0] in ("60", "c")


class TestTold:
    def test_what_is_printed_otherwise_and_what_is_small_and_public(self, issued: Path) -> None:
        settings_add(issued, '\n[publish]\npublic_until = "2015-04"\n')
        codes = run(issued, "publish", MAY).codes()
        assert "T114" in codes  # 7.6 of April
        assert "T113" in codes  # 10.1 of April

    def test_what_was_shown_while_the_limit_was_lower_is_told_and_cannot_be_taken_back(
        self, issued: Path
    ) -> None:
        """7.6 of April, 68 of 71, is in the year to date that was shown."""
        settings_add(issued, "\n[publish]\nlimit = 1\n")
        assert "T105" not in run(issued, "publish", MAY).codes()
        settings = issued / "lacxl.toml"
        settings.write_text(settings.read_text("utf-8").replace("limit = 1", "limit = 5"), "utf-8")
        set_reading(issued, "7.6", MAY, numerator="59", denominator="61")
        restated = run(issued, "restate", MAY, "--reason", "A review was late", "--issue")
        assert restated.code in (0, 1)
        ran = run(issued, "publish", MAY)
        assert ran.code == 1
        assert "T105" in ran.codes()
        assert "7.6 of 2015-04" in " ".join(ran.out.split())
        assert (issued / "published" / "May 2015 - I2").is_dir()

    def test_without_a_solver_nothing_is_published(
        self, issued: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "highspy", None)
        refused_untouched(issued, ("publish", MAY), "T106", "pip install highspy")


class TestRefused:
    def test_public_until_a_month_that_is_published_now(self, issued: Path) -> None:
        settings_add(issued, '\n[publish]\npublic_until = "2051-04"\n')
        refused_untouched(issued, ("publish", MAY), "T117", "2015-04")

    def test_a_file_where_the_folder_of_publications_goes(self, issued: Path) -> None:
        (issued / "published").write_text("notes", "utf-8")
        refused_untouched(issued, ("publish", MAY), "T115", "published")

    def test_a_month_that_is_not_issued(self, filled: Path) -> None:
        refused_untouched(filled, ("publish", MAY), "T101", "lacxl issue 2015-05")

    def test_a_copy_that_was_changed(self, issued: Path) -> None:
        (issued / COPY).write_bytes((issued / COPY).read_bytes() + b" ")
        refused_untouched(issued, ("publish", MAY), "T102", "changed after it was issued")

    def test_a_copy_that_is_gone(self, issued: Path) -> None:
        (issued / COPY).unlink()
        refused_untouched(issued, ("publish", MAY), "T102", "not there")

    def test_an_earlier_publication_that_was_changed(self, issued: Path) -> None:
        assert_done(run(issued, "publish", MAY))
        path = next((issued / FOLDER).glob("*.csv"))
        path.write_bytes(path.read_bytes().replace(b",c,", b",3,"))
        refused_untouched(issued, ("publish", MAY), "T103", path.name)
        assert "T103" in run(issued, "verify").codes()

    def test_a_folder_in_the_way(self, issued: Path) -> None:
        (issued / FOLDER).mkdir(parents=True)
        refused_untouched(issued, ("publish", MAY), "T115", "May 2015 - I1")

    def test_a_ledger_that_excel_has_saved(self, issued: Path) -> None:
        assert_done(run(issued, "publish", MAY))
        for name in LEDGERS:
            path = issued / name
            whole = path.read_bytes()
            path.write_bytes(whole.replace(b"2015-05", b"May-15"))
            ran = run(issued, "publish", MAY)
            assert ran.code == 3, ran.out
            path.write_bytes(whole)

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("Of them 4 of 11 were late.", "T107"),
            ("Three children moved out of area.", "T107"),
            ("Adopted from care: 1 (a girl).", "T107"),
            ("In May 50.0% were adopted in time.", "T107"),
            ("Jane Smithson chairs the working group.", "T108"),
            ("Born 03/04/2010, he moved in May.", "T108"),
        ],
    )
    def test_a_narrative_that_tells_names_the_box_and_not_the_words(
        self, filled: Path, text: str, code: str
    ) -> None:
        reword(filled, text)
        assert_done(run(filled, "issue", MAY))
        ran = refused_untouched(filled, ("publish", MAY), code, "Adoptions")
        assert text not in ran.out + ran.err
        settings_add(filled, "\n[publish]\nnarrative = false\n")
        assert_done(run(filled, "publish", MAY))


def reword(folder: Path, text: str) -> None:
    """Put a text into the box on the page of adoptions."""
    path = workbook_of(folder)
    with zipfile.ZipFile(path) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    old = b"Few children are adopted in any one month"
    (name,) = (each for each in members if old in members[each])
    members[name] = members[name].replace(old, text.encode() + b" " + old)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, content in members.items():
            archive.writestr(each, content)


CHILD = """
import os, signal, sys
from pathlib import Path
from lacxl.app.publish.publish import publish
from lacxl.domain.month import Month
from lacxl.settings.settings import Settings

def die(step):
    if step == sys.argv[2]:
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))

publish(Settings.load(Path(sys.argv[1]) / "lacxl.toml"), Month(2015, 5), on_step=die)
print("survived")
"""


@pytest.mark.parametrize("step", ["figures", "publications", "folder", "rename", "done"])
def test_a_run_that_is_killed_shows_all_or_nothing_and_the_next_makes_it(
    issued: Path, step: str
) -> None:
    ran = run_alone(CHILD, str(issued), step)
    assert ran.code == KILLED, ran.out + ran.err
    assert (issued / FOLDER).is_dir() == (step == "done")
    done = run(issued, "publish", MAY)
    assert done.code in (0, 1), done.out + done.err
    assert len(list((issued / FOLDER).iterdir())) == 4
    assert leftovers(issued) == []
    assert run(issued, "verify").code == 0


def test_the_figures_of_all_publications_are_on_the_ledger(issued: Path) -> None:
    publish(Settings.load(issued / "lacxl.toml"), Month(2015, 5))
    with (issued / LEDGERS[1]).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kept = [
        row for row in rows if (row["figure"], row["period"]) == ("10.1", MAY) and row["numerators"]
    ]
    assert {row["why"] for row in kept} == {"few children"}
    assert {row["text"] for row in kept} == {""}
    shown = {(row["figure"], row["part"], row["period"]): row["text"] for row in rows}
    assert shown["9.1", "numerator", MAY] == "106"


def every_text(folder: Path) -> Iterator[str]:
    """Yield all that the forms hold, packed or not."""
    for path in folder.iterdir():
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                yield from (archive.read(name).decode("utf-8") for name in archive.namelist())
        else:
            yield path.read_text("utf-8-sig")


def test_no_ledger_and_no_path_of_the_team_is_in_the_folder(issued: Path) -> None:
    assert_done(run(issued, "publish", MAY))
    for text in every_text(issued / FOLDER):
        assert "lacxl-published" not in text
        assert str(issued) not in text
        assert json.dumps(str(issued)) not in text


ARROW = ("10.1", "direction")


@pytest.mark.parametrize(("settings", "symbol"), [("", "x"), ("noughts = true\n", "c")])
def test_that_there_were_no_cases_is_a_figure_too(filled: Path, settings: str, symbol: str) -> None:
    """10.1 of May is of no adoption: where noughts are kept back, x or no arrow would tell it."""
    settings_add(filled, f"\n[publish]\nnarrative = false\n{settings}")
    for indicator in ("10.1", "10.2", "10.3"):
        set_reading(filled, indicator, MAY, numerator="0", denominator="0")
    ran = run(filled, "refresh", MAY)
    assert ran.code in (0, 1), ran.out + ran.err
    assert_done(run(filled, "issue", MAY))
    assert_done(run(filled, "publish", MAY))
    assert figures_of(filled, "10.1", "percentage")["May 2015"][0] == symbol
    shown = "c" if symbol == "c" else "0"
    assert figures_of(filled, "10.1", "denominator")["May 2015"][0] == shown
    with (filled / LEDGERS[1]).open(encoding="utf-8", newline="") as file:
        arrows = [r["text"] for r in csv.DictReader(file) if (r["figure"], r["part"]) == ARROW]
    assert arrows == ["" if symbol == "c" else "None"]
