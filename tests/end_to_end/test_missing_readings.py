"""A month that lacks readings is not issued, unless a person says why, and that is kept."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest
from folders import (
    COPY,
    MAY,
    USAGE,
    WITH_FINDINGS,
    assert_done,
    assert_refused,
    before_registers,
    refused_untouched,
    run,
    settings_add,
    settings_under,
    squeezed,
    state_of,
    workbook_of,
)
from planting import SUMMARY, rows_of, set_cell, set_reading, set_text, values_of, write_rows

from lacxl import api
from lacxl.app.issue.issue import issue
from lacxl.demo import MONTH
from lacxl.domain.errors import Refused
from lacxl.settings.settings import Settings

LEDGER = "lacxl-accepted.csv"
REASON = "The provider sends the rest in July"


class CutOff(BaseException):
    """Ends a run as Ctrl-C does."""


def ledger_of(folder: Path) -> list[dict[str, str]]:
    path = folder / LEDGER
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def without(folder: Path, *indicators: str) -> None:
    """Take the readings of May out of the extract and of the history."""
    kept = [row for row in rows_of(folder) if not (row[1] == MAY and row[0] in indicators)]
    write_rows(folder, kept)


def keep_only(folder: Path, *indicators: str) -> None:
    others = {row[0] for row in rows_of(folder)[1:]} - set(indicators)
    without(folder, *others)


@pytest.fixture(scope="module")
def _one_of_22(_fresh: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = shutil.copytree(_fresh, tmp_path_factory.mktemp("one") / "reports")
    keep_only(folder, "7.1")
    assert_done(run(folder, "refresh", MAY))
    return folder


@pytest.fixture(scope="module")
def _all_but_two(_fresh: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = shutil.copytree(_fresh, tmp_path_factory.mktemp("but two") / "reports")
    without(folder, "7.2", "7.8")
    assert_done(run(folder, "refresh", MAY))
    return folder


@pytest.fixture
def one_of_22(_one_of_22: Path, tmp_path: Path) -> Path:
    """A folder of its own in which May is filled from one reading of 22."""
    return shutil.copytree(_one_of_22, tmp_path / "reports")


@pytest.fixture
def all_but_two(_all_but_two: Path, tmp_path: Path) -> Path:
    """A folder of its own in which May is filled, but for 7.2 and 7.8."""
    return shutil.copytree(_all_but_two, tmp_path / "reports")


class TestRefused:
    @pytest.mark.parametrize("more", [(), ("--dry-run",)], ids=["", "dry run"])
    def test_with_every_indicator_named_and_the_way(
        self, one_of_22: Path, more: tuple[str, ...]
    ) -> None:
        ran = refused_untouched(
            one_of_22, ("issue", MAY, *more), "I111", SUMMARY, "21 indicators of 22", "7.2, 7.3",
            "10.2", 'lacxl issue 2015-05 --accept "WHY"', "TBC",
        )  # fmt: skip
        assert ran.codes() == ["I111"], "one cause is told once"
        assert squeezed("7.1,") not in ran.said

    def test_together_with_what_else_is_wrong(self, all_but_two: Path) -> None:
        set_reading(all_but_two, "7.1", MAY, numerator="404")
        ran = run(all_but_two, "issue", MAY)
        assert set(ran.codes()) == {"I106", "I111"}

    def test_also_where_one_is_missing(self, fresh: Path) -> None:
        without(fresh, "10.2")
        assert_done(run(fresh, "refresh", MAY))
        refused_untouched(fresh, ("issue", MAY), "I111", "1 indicator of 22: 10.2")

    def test_of_a_figure_with_two_rows_where_one_row_was_typed(self, fresh: Path) -> None:
        """7.5 has a number and a percentage; only the number was typed."""
        without(fresh, "7.5")
        assert_done(run(fresh, "refresh", MAY))
        set_cell(workbook_of(fresh), SUMMARY, "H10", "<v>5</v>")
        refused_untouched(fresh, ("issue", MAY), "I111", "1 indicator of 22: 7.5")

    def test_a_cell_with_blanks_or_an_error_is_empty(self, all_but_two: Path) -> None:
        set_text(workbook_of(all_but_two), SUMMARY, "H7", "  ")
        set_cell(workbook_of(all_but_two), SUMMARY, "H14", "<v>#N/A</v>", ' t="e"')
        refused_untouched(all_but_two, ("issue", MAY), "I111", "7.2, 7.8")

    @pytest.mark.parametrize("sign", ["-", "\u2013", "...", "?"])
    def test_a_sign_that_gives_no_reason(self, all_but_two: Path, sign: str) -> None:
        set_text(workbook_of(all_but_two), SUMMARY, "H7", sign)
        refused_untouched(all_but_two, ("issue", MAY), "I111", "7.2, 7.8")

    def test_a_correction_that_lacks_them_too(self, filled: Path) -> None:
        assert_done(run(filled, "issue", MAY))
        before_registers(filled)
        (filled / "lacxl-history.csv").unlink()
        without(filled, "7.2")
        set_reading(filled, "7.1", MAY, numerator="404")
        set_cell(workbook_of(filled), SUMMARY, "H7", "")
        assert_done(run(filled, "refresh", MAY, "--reissue"))
        refused_untouched(filled, ("issue", MAY, "--reissue"), "I111", "7.2")

    def test_through_the_notebook(self, one_of_22: Path) -> None:
        with pytest.raises(Refused) as refused:
            api.issue(one_of_22, MAY)
        assert refused.value.codes == ("I111",)
        assert api.issue(one_of_22, MAY, accept=REASON).name == COPY
        assert ledger_of(one_of_22)[0]["reason"] == REASON


class TestNotMissing:
    def test_a_reading_that_is_missing_with_its_reason(self, fresh: Path) -> None:
        for number in ("7.2", "7.8"):
            set_reading(fresh, number, MAY, note="TBC (Unavailable)")
        assert_done(run(fresh, "refresh", MAY))
        assert_done(run(fresh, "issue", MAY))

    @pytest.mark.parametrize("typed", ["<v>0</v>", "<f>1+1</f><v>2</v>", None])
    def test_what_a_person_typed(self, all_but_two: Path, typed: str | None) -> None:
        path = workbook_of(all_but_two)
        for cell in ("H7", "H14"):
            if typed is None:
                set_text(path, SUMMARY, cell, "TBC")
            else:
                set_cell(path, SUMMARY, cell, typed)
        assert_done(run(all_but_two, "refresh", MAY))
        assert_done(run(all_but_two, "issue", MAY))
        assert values_of(path)[SUMMARY, "H7"] in (0, "=1+1", "TBC")

    def test_a_reading_that_the_history_has(self, filled: Path) -> None:
        without(filled, "7.2", "7.8")
        assert_done(run(filled, "issue", MAY))

    def test_what_the_workbook_does_not_have(self, fresh: Path) -> None:
        settings_under(fresh, "workbook", 'leave_out = ["Health", "7.8"]')
        without(fresh, "7.8")
        assert_done(run(fresh, "refresh", MAY))
        assert_done(run(fresh, "issue", MAY))


class TestAccepted:
    def test_the_reason_is_kept_and_the_month_issued(
        self, one_of_22: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("USERNAME", "j.smith")
        ran = run(one_of_22, "issue", MAY, "--accept", f"  {REASON} ")
        assert ran.code == WITH_FINDINGS
        assert "I112" in ran.codes()
        assert squeezed(f"{LEDGER} row 2: Issued without 21 indicators of 22") in ran.said
        assert (one_of_22 / COPY).read_bytes() == workbook_of(one_of_22).read_bytes()
        (kept,) = ledger_of(one_of_22)
        assert (kept["code"], kept["where"], kept["month"]) == ("I111", SUMMARY, MAY)
        assert (kept["reason"], kept["until"], kept["who"]) == (REASON, "", "j.smith")
        assert kept["what"].split("; ")[:2] == ["7.2", "7.3"]
        assert len(kept["what"].split("; ")) == 21
        assert kept["when"].endswith("Z")

    def test_the_reason_is_repeated_nowhere(self, one_of_22: Path) -> None:
        said = "Zebediah Quill was away"
        ran = run(one_of_22, "issue", MAY, "--accept", said, "--json")
        assert_done(ran)
        log = (one_of_22 / "lacxl-log.jsonl").read_text("utf-8")
        assert "Quill" not in ran.out + ran.err + log + json.dumps(ran.json())

    def test_a_dry_run_keeps_nothing(self, one_of_22: Path) -> None:
        before = state_of(one_of_22, locks=True)
        ran = run(one_of_22, "issue", MAY, "--accept", REASON, "--dry-run")
        assert_done(ran)
        assert "would be issued as issue 1" in ran.out
        assert state_of(one_of_22, locks=True) == before

    def test_who_gave_it_can_be_left_out_and_the_file_be_another(self, one_of_22: Path) -> None:
        settings_add(one_of_22, '[accepted]\nfile = "reasons.csv"\nwho = false')
        assert_done(run(one_of_22, "issue", MAY, "--accept", REASON))
        assert (one_of_22 / "reasons.csv").read_text("utf-8").endswith(f",{REASON},,\n")

    def test_it_goes_for_a_correction_while_nothing_more_is_missing(
        self, all_but_two: Path
    ) -> None:
        assert_done(run(all_but_two, "issue", MAY, "--accept", REASON))
        set_reading(all_but_two, "7.1", MAY, numerator="404")
        without(all_but_two, "7.2")
        assert_done(run(all_but_two, "refresh", MAY, "--reissue"))
        ran = run(all_but_two, "issue", MAY, "--reissue")
        assert_done(ran)
        assert "I112" in ran.codes()
        assert len(ledger_of(all_but_two)) == 1

    def test_it_does_not_go_for_one_more(self, all_but_two: Path) -> None:
        before_registers(all_but_two)
        (all_but_two / LEDGER).write_text(
            "when,code,where,month,what,reason,until,who\n"
            f"2015-06-04T09:30:00Z,I111,{SUMMARY},{MAY},7.2,late,,\n",
            "utf-8",
        )
        refused_untouched(all_but_two, ("issue", MAY), "I111", "2 indicators of 22: 7.2, 7.8")

    def test_a_text_that_begins_like_a_formula_stays_text(self, one_of_22: Path) -> None:
        assert_done(run(one_of_22, "issue", MAY, "--accept", "=HYPERLINK(1)"))
        (kept,) = ledger_of(one_of_22)
        assert kept["reason"] == "'=HYPERLINK(1)"

    @pytest.mark.parametrize(
        "reason", ["", "   ", "two\nlines", "x" * 251, "a\x1b[31mred", "lost \ufffd"]
    )
    def test_a_reason_that_cannot_be_kept_is_refused(self, one_of_22: Path, reason: str) -> None:
        before = state_of(one_of_22)
        ran = run(one_of_22, "issue", MAY, "--accept", reason)
        assert_refused(ran, "I113", exit_code=USAGE)
        assert state_of(one_of_22) == before

    def test_one_that_is_not_needed_is_not_kept(self, filled: Path) -> None:
        ran = run(filled, "issue", MAY, "--accept", REASON)
        assert_done(ran)
        assert "I114" in ran.codes()
        assert not (filled / LEDGER).exists()

    @pytest.mark.parametrize("earlier", [True, False])
    def test_it_is_taken_back_where_the_issue_is_refused(
        self, one_of_22: Path, earlier: bool
    ) -> None:
        if earlier:
            before_registers(one_of_22)
            line = f"2015-06-04T09:30:00Z,I111,{SUMMARY},2015-04,7.2,late,,\n"
            (one_of_22 / LEDGER).write_text(
                f"when,code,where,month,what,reason,until,who\n{line}", "utf-8"
            )
        (one_of_22 / COPY).write_bytes(b"somebody else's")
        refused_untouched(one_of_22, ("issue", MAY, "--accept", REASON), "I104")

    @pytest.mark.parametrize("step", ["copy write", "lock", "replace", "record"])
    def test_a_run_that_was_cut_off_is_finished_without_giving_it_again(
        self, one_of_22: Path, step: str
    ) -> None:
        settings = Settings.load(one_of_22 / "lacxl.toml")

        def cut(at: str) -> None:
            if at == step:
                raise CutOff

        with pytest.raises(CutOff):
            issue(settings, MONTH, accept=REASON, on_step=cut)
        assert len(ledger_of(one_of_22)) == 1, "it is kept before anything rests on it"
        assert_done(run(one_of_22, "issue", MAY))
        assert len(ledger_of(one_of_22)) == 1
        record = (one_of_22 / "lacxl-issued.csv").read_text("utf-8").splitlines()
        assert len(record) == 2

    def test_a_run_that_was_cut_off_before_it_kept_the_reason_asks_again(
        self, one_of_22: Path
    ) -> None:
        def cut(at: str) -> None:
            if at == "reason":
                raise CutOff

        with pytest.raises(CutOff):
            issue(Settings.load(one_of_22 / "lacxl.toml"), MONTH, accept=REASON, on_step=cut)
        refused_untouched(one_of_22, ("issue", MAY), "I111")
        assert_done(run(one_of_22, "issue", MAY, "--accept", REASON))
        assert len(ledger_of(one_of_22)) == 1

    def test_a_ledger_that_cannot_be_written_stops_it(self, one_of_22: Path) -> None:
        before_registers(one_of_22)
        (one_of_22 / LEDGER).write_text("when,code,where,month,what,reason,until,who\n", "utf-8")
        (one_of_22 / LEDGER).chmod(0o444)
        for more in (("--dry-run",), ()):
            refused_untouched(one_of_22, ("issue", MAY, "--accept", REASON, *more), "F108", LEDGER)

    @pytest.mark.parametrize(
        ("text", "code"),
        [("reason\nlate\n", "H107"), ("HEADER\n2015-06-04,I111,S,2015-05,7.2,late,,\n", "H108")],
    )
    def test_a_ledger_that_is_damaged_stops_it(self, filled: Path, text: str, code: str) -> None:
        before_registers(filled)
        header = "when,code,where,month,what,reason,until,who"
        (filled / LEDGER).write_text(text.replace("HEADER", header), "utf-8")
        refused_untouched(filled, ("issue", MAY), code, LEDGER)
