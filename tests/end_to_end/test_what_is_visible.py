"""What is visible in the workbook is true there: headings, targets, months, notes, colours."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest
from folders import (
    COPY,
    MAY,
    Ran,
    assert_done,
    refused_untouched,
    run,
    settings_add,
    settings_under,
    squeezed,
    workbook_of,
)
from planting import SUMMARY, add_row, opened, set_cell, set_reading, set_text, values_of

from lacxl.app.case.seen import see
from lacxl.domain.month import FinancialYear
from lacxl.domain.rating import Dot
from lacxl.settings.settings import Settings

PEPS = "Personal Education Plans"
NAME = "Zebediah Quill"
LIGHTS = [f"L{row}" for row in range(6, 29)]


def figures(folder: Path, month: str = MAY) -> dict[str, dict[str, str]]:
    """Return what `lacxl figures` prints, by the number of the row."""
    text = run(folder, "figures", month, "--format", "csv").out
    return {row["no"]: row for row in csv.DictReader(io.StringIO(text))}


def lights(folder: Path) -> dict[str, object]:
    """Return the lights that stand in the workbook, by the number of their row."""
    values = values_of(workbook_of(folder))
    numbers = list(figures(folder))
    return {n: values[SUMMARY, cell] for n, cell in zip(numbers, LIGHTS, strict=True)}


def found(ran: Ran, code: str) -> list[dict[str, str]]:
    """Return the findings of a run with --json that have the code."""
    findings: list[dict[str, str]] = ran.json()["findings"]
    return [each for each in findings if each["code"] == code]


def refreshed(folder: Path, month: str = MAY) -> Ran:
    ran = run(folder, "refresh", month, "--json")
    assert ran.code <= 1, ran.err
    return ran


def unprotect(folder: Path) -> None:
    """Take the protection off: no month is issued then, all are typed."""
    with opened(workbook_of(folder)) as book:
        for sheet in book.worksheets:
            sheet.protection.disable()


# -- headings -----------------------------------------------------------------------------------


def test_a_heading_with_a_blank_within_a_word_is_that_heading(fresh: Path) -> None:
    """'TARGE T', as the report's own scan has it: the workbook's 85% counts, not another 98%."""
    for cell, text in {
        "C5": "TARGE T",
        "D5": "GOOD PERF. IS",
        "I5": "Y T D",
        "L5": "R.A.G",
    }.items():
        set_text(workbook_of(fresh), SUMMARY, cell, text)
    set_cell(workbook_of(fresh), SUMMARY, "C12", "<v>0.85</v>")
    ran = refreshed(fresh)
    assert found(ran, "K111") == []
    assert [f["where"] for f in found(ran, "K104")] == ["'Performance Summary'!C12"]
    assert lights(fresh)["7.6"] == "G", "90.0% against 85%"


def test_the_brackets_behind_a_heading_do_not_matter(fresh: Path) -> None:
    set_text(workbook_of(fresh), SUMMARY, "K4", "TREND")
    set_text(workbook_of(fresh), SUMMARY, "K5", "DOT (Month on Month)")
    assert found(refreshed(fresh), "K112") == []
    assert values_of(workbook_of(fresh))[SUMMARY, "K12"] == "▼ worse, off target"


def test_no_light_is_given_on_a_target_that_nobody_sees(fresh: Path) -> None:
    set_text(workbook_of(fresh), SUMMARY, "C5", "TARGTE")
    ran = refreshed(fresh)
    (finding,) = found(ran, "K111")
    assert (finding["severity"], finding["where"]) == ("warning", "'Performance Summary'!A5")
    assert "no column headed TARGET. Not understood: C5 ('TARGTE')" in finding["what"]
    assert set(lights(fresh).values()) == {"n/a"}
    assert "worse_off" not in {row["dot"] for row in figures(fresh).values()}
    said = run(fresh, "explain", "7.6", MAY).said
    assert squeezed("n/a: there is no target: the summary has no column for it") in said


def test_a_target_of_the_council_s_own_counts_without_a_column(fresh: Path) -> None:
    set_text(workbook_of(fresh), SUMMARY, "C5", "Held to")
    settings_add(fresh, '[indicators."7.6"]\ntarget = "85%"\n')
    (fresh / "own.toml").write_text(
        '[indicators."7.8"]\ntitle = "Health of Looked After Children - up to date Health '
        'Assessments"\nkind = "snapshot"\nunit = "percentage"\npolarity = "high"\ntarget = "90%"\n',
        "utf-8",
    )
    settings_under(fresh, "workbook", 'catalogue = "own.toml"')
    (finding,) = found(refreshed(fresh), "K111")
    assert "7.8" not in finding["what"]
    rated = {number: light for number, light in lights(fresh).items() if light != "n/a"}
    assert rated == {"7.6": "G", "7.8": "R"}


def test_without_good_performance_there_is_no_light_and_the_arrow_is_the_number_s(
    fresh: Path,
) -> None:
    set_text(workbook_of(fresh), SUMMARY, "D5", "Aim")
    (finding,) = found(refreshed(fresh), "K111")
    assert "GOOD PERF IS" in finding["what"]
    assert set(lights(fresh).values()) == {"n/a"}
    arrows = {row["dot"] for row in figures(fresh).values()}
    assert arrows == {"number_up", "number_down", "level", "none"}
    said = run(fresh, "explain", "7.6", MAY).said
    assert squeezed("there is no target") not in said
    assert squeezed("no good or bad: the summary has no column for it") in said


def test_a_workbook_without_the_columns_by_intent_says_so_once(fresh: Path) -> None:
    for cell in ("C5", "D5"):
        set_cell(workbook_of(fresh), SUMMARY, cell, "")
    assert len(found(refreshed(fresh), "K111")) == 2
    settings_under(fresh, "workbook", 'leave_out = ["TARGET", "GOOD PERF IS"]')
    settings_add(fresh, '[indicators."7.6"]\ntarget = "85%"\npolarity = "high"\n')
    ran = refreshed(fresh)
    assert found(ran, "K111") == []
    assert {n for n, light in lights(fresh).items() if light != "n/a"} == {"7.6"}


def test_other_headings_that_are_not_found_are_named(fresh: Path) -> None:
    for cell, text in {"E5": "Remark", "Q5": "NAT AVG", "M5": "2013/1A"}.items():
        set_text(workbook_of(fresh), SUMMARY, cell, text)
    set_text(workbook_of(fresh), "Health", "B22", "SN AVEG")
    summary, page = found(refreshed(fresh), "K112")
    assert summary["severity"] == page["severity"] == "warning"
    assert "a column for DATA NOTE (Monthly), NAT AVE, 2013/14." in summary["what"]
    assert "Not understood: E5, M5 ('2013/1A'), Q5 ('NAT AVG')." in summary["what"]
    assert "The page Health does not have a row for SN AVE." in page["what"]
    row = figures(fresh)["8.3"]
    assert (row["nat_ave"], row["2013/14"], row["2014/15"]) == ("", "", "97.8%")


@pytest.mark.parametrize(
    ("heading", "merge"), [(None, ""), ("Q1 2015/16", ""), ("Mar and Apr", "F5:G5")]
)
def test_a_month_beside_may_whose_heading_is_none_is_named(
    fresh: Path, heading: str | None, merge: str
) -> None:
    with opened(workbook_of(fresh)) as book:
        book[SUMMARY]["F5" if merge else "G5"] = heading
        if merge:
            book[SUMMARY].merge_cells(merge)
    (finding,) = [f for f in found(refreshed(fresh), "K112") if "summary" in f["what"]]
    assert (finding["severity"], "Apr-15" in finding["what"]) == ("warning", True)
    assert ("Not understood: F5." if merge else "Not understood: G5.") in finding["what"]


def test_a_target_over_its_year_is_the_target_and_no_year(fresh: Path) -> None:
    """As the year's column it would be filled in March, and the targets be lost."""
    with opened(workbook_of(fresh)) as book:
        book[SUMMARY]["C4"], book[SUMMARY]["C5"] = "TARGET", "2015/16"
    assert found(refreshed(fresh), "K111") == []
    assert lights(fresh)["7.6"] == "R"
    row = see(Settings.load(fresh / "lacxl.toml")).layout.line("7.6", "")
    assert FinancialYear(2015) not in row.years


def test_a_target_that_spans_good_performance_too_is_named(fresh: Path) -> None:
    with opened(workbook_of(fresh)) as book:
        book[SUMMARY].merge_cells("C5:D5")
    target, _ = found(refreshed(fresh), "K111")
    assert "no column headed TARGET. Not understood: C5" in target["what"]


def test_a_formula_without_a_result_is_no_empty_cell(fresh: Path) -> None:
    set_cell(workbook_of(fresh), SUMMARY, "C12", "<f>0.49*2</f>")
    set_cell(workbook_of(fresh), SUMMARY, "G8", "<f>8+9</f>")
    ran = refreshed(fresh)
    assert [f["where"] for f in found(ran, "K105")] == ["'Performance Summary'!C12"]
    (finding,) = found(ran, "K116")
    assert (
        "7.3 was issued without a figure for Apr-15 (its formula has no result)" in finding["what"]
    )


# -- a pair of figures --------------------------------------------------------------------------


def test_a_percentage_s_target_does_not_rate_a_count(fresh: Path) -> None:
    set_cell(workbook_of(fresh), SUMMARY, "C10", "<v>0.4</v>")
    refreshed(fresh)
    said = lights(fresh)
    assert (said["7.5 (number)"], said["7.5 (percentage)"]) == ("n/a", "R")
    told = run(fresh, "explain", "7.5", MAY).said
    assert squeezed("n/a: the target is that of the percentage") in told


def test_the_second_row_of_a_pair_has_a_target_of_its_own(fresh: Path) -> None:
    set_cell(workbook_of(fresh), SUMMARY, "C10", "<v>0.4</v>")
    set_cell(workbook_of(fresh), SUMMARY, "C11", "<v>0.3</v>")
    ran = refreshed(fresh)
    assert [f["where"] for f in found(ran, "K113")] == ["'Performance Summary'!C10"]
    assert lights(fresh)["7.5 (percentage)"] == "G", "35.3% against 30%"


# -- what stands on the page ---------------------------------------------------------------------


def test_the_arrow_compares_with_what_somebody_typed(fresh: Path) -> None:
    """89.0% on the page for April, 90.0% for May, high is good: better, whatever was read."""
    unprotect(fresh)
    with opened(workbook_of(fresh)) as book:
        book[SUMMARY]["G12"] = 0.89
    ran = refreshed(fresh)
    row = figures(fresh)["7.6"]
    assert (row["Apr-15"], row["May-15"], row["dot"]) == ("89.0%", "90.0%", "better")
    assert values_of(workbook_of(fresh))[SUMMARY, "K12"] == Dot.BETTER.text
    finding = next(f for f in found(ran, "K114") if f["where"] == "'Performance Summary'!G12")
    assert finding["severity"] == "warning"
    assert finding["what"].startswith(
        "7.6 shows 89.0% for Apr-15; the reading is 68 of 71, which is 95.8%"
    )
    assert (
        squeezed("better: 89.0% in Apr-15, 90.0% (54 of 60) in May-15")
        in run(fresh, "explain", "7.6", MAY).said
    )
    assert row["ytd_2015_16"] == "93.1%", "it is worked out from the readings"


def test_a_typed_month_is_compared_on_the_theme_pages_too(fresh: Path) -> None:
    unprotect(fresh)
    wheres = {f["where"] for f in found(refreshed(fresh), "K114")}
    assert wheres == {  # the very cells that the demo finds issued otherwise
        "'Performance Summary'!G12", "Placements!F14", "'Reviews & Visits'!F7",
        "'Personal Education Plans'!C7",
    }  # fmt: skip


def test_a_note_or_nothing_on_the_page_gives_no_arrow(fresh: Path) -> None:
    unprotect(fresh)
    with opened(workbook_of(fresh)) as book:
        book[SUMMARY]["G12"] = NAME
        book[SUMMARY]["G14"] = None
    ran = refreshed(fresh)
    assert {n: row["dot"] for n, row in figures(fresh).items() if n in ("7.6", "7.8")} == {
        "7.6": "none", "7.8": "none",
    }  # fmt: skip
    wheres = [f["where"] for f in found(ran, "K114")]
    assert wheres[:2] == ["'Performance Summary'!G12", "'Performance Summary'!G14"]
    assert NAME not in json.dumps(ran.json()["findings"])


def test_a_number_that_was_typed_as_text_is_the_number_that_it_shows(fresh: Path) -> None:
    unprotect(fresh)
    with opened(workbook_of(fresh)) as book:
        book[SUMMARY]["G12"] = "89.0%"
        book[SUMMARY]["M12"] = "98.6%"
        book[SUMMARY]["N12"] = NAME
    ran = refreshed(fresh)
    assert figures(fresh)["7.6"]["dot"] == "better"
    assert next(f["where"] for f in found(ran, "K114")) == "'Performance Summary'!G12"
    on_summary = [f for f in found(ran, "K103") if SUMMARY in f["where"]]
    assert [f["what"] for f in on_summary] == [
        "7.6 is shown as a text for 2014/15; its outturn is 94.9% (outturns.csv row 14)."
    ]


def test_a_month_of_which_nothing_is_on_the_page_is_taken_from_its_readings(fresh: Path) -> None:
    unprotect(fresh)
    with opened(workbook_of(fresh)) as book:
        for row in range(6, 29):
            book[SUMMARY][f"G{row}"] = None
    ran = refreshed(fresh)
    row = figures(fresh)["7.6"]
    assert (row["Apr-15"], row["dot"]) == ("", "worse_off"), "68 of 71 is 95.8%"
    assert not any(SUMMARY in f["where"] for f in found(ran, "K114"))


# -- months that have not happened ----------------------------------------------------------------


def test_a_figure_in_june_is_found_in_may_and_stops_its_issue(filled: Path) -> None:
    set_cell(workbook_of(filled), PEPS, "C9", "<v>0.596</v>")
    (finding,) = found(refreshed(filled), "K115")
    assert (finding["severity"], finding["where"]) == ("warning", f"'{PEPS}'!C9")
    refused_untouched(filled, ("issue", MAY), "K115", "Jun-15", f"'{PEPS}'!C9")
    assert not (filled / COPY).exists()
    set_cell(workbook_of(filled), PEPS, "C9", "")
    assert_done(run(filled, "issue", MAY))


def test_a_later_month_with_readings_has_happened(filled: Path) -> None:
    set_cell(workbook_of(filled), PEPS, "C9", "<v>0.6</v>")
    add_row(filled, "7.10", "2015-06", "", "", "60.0%", "")
    ran = refreshed(filled)
    assert found(ran, "K115") == []
    (named,) = found(ran, "K117")
    assert named["severity"] == "note"
    assert named["what"] == (
        "New rows for months other than May-15: Jun-15 (1). Those of later months are used when "
        "their month is filled."
    )


def test_a_month_that_has_not_begun_does_not_take_over_the_year_to_date(fresh: Path) -> None:
    """A column headed with a month of the far future cannot be the report's latest."""
    with opened(workbook_of(fresh)) as book:
        book[SUMMARY]["F5"] = "Mar-98"
        book[SUMMARY]["F12"] = 0.596
    ran = refreshed(fresh)
    assert found(ran, "K109") == []
    (finding,) = found(ran, "K115")
    assert finding["where"].startswith("'Performance Summary'!F6, 'Performance Summary'!F7")
    assert figures(fresh)["7.6"]["ytd_2015_16"] == "93.1%"
    assert values_of(workbook_of(fresh))[SUMMARY, "K12"] == Dot.WORSE_OFF.text


# -- issued without a figure ----------------------------------------------------------------------


def test_an_issued_note_that_has_a_figure_now_is_said_until_it_is_settled(filled: Path) -> None:
    assert_done(run(filled, "issue", MAY))
    row = set_reading(filled, "7.7", MAY, numerator="4", denominator="17")
    set_reading(filled, "7.7", "2015-04", numerator="8", denominator="19")
    for command in (("figures", MAY, "--format", "json"), ("figures", MAY, "--format", "json")):
        (finding,) = [
            f for f in found(run(filled, *command), "K116") if f["where"].startswith("'Performance")
        ]
        assert finding["what"] == (
            "7.7 was issued without a figure for May-15 (its cell holds a text); the reading is "
            f"4 of 17, which is 23.5% (readings.csv row {row})."
        )
    said = run(filled, "explain", "7.7", MAY).said
    assert squeezed("Figure missing: TBC (Unavailable)") in said
    assert squeezed("Differs the reading gives 23.5% (4 of 17); what was issued is kept") in said
    shown = figures(filled)["7.7"]
    assert (shown["May-15"], shown["dot"]) == ("TBC (Unavailable)", "none")
    for command in (("refresh", MAY), ("issue", MAY)):
        refused_untouched(filled, command, "I103", "K116", "7.7 was issued without a figure")
    assert_done(run(filled, "refresh", MAY, "--reissue"))
    assert_done(run(filled, "issue", MAY, "--reissue"))
    assert found(run(filled, "figures", MAY, "--format", "json"), "K116") == []


def test_of_an_issued_month_what_went_out_is_printed(filled: Path) -> None:
    """The summary has 39 in its year to date, and 93.1%; the readings say otherwise by now."""
    assert_done(run(filled, "issue", MAY))
    set_reading(filled, "7.3", MAY, numerator="25")
    set_reading(filled, "7.6", "2015-04", numerator="40", denominator="71")
    shown = figures(filled)
    assert (shown["7.3"]["May-15"], shown["7.3"]["ytd_2015_16"]) == ("22", "39")
    assert (shown["7.6"]["ytd_2015_16"], shown["7.6"]["dot"]) == ("93.1%", "worse_off")
    said = run(filled, "explain", "7.3", MAY).said
    assert squeezed("Year to date 42; Apr-15 to May-15, the months added up") in said
    assert squeezed("'Performance Summary'!I8 was issued as 39 and is kept") in said
    assert_done(run(filled, "refresh", MAY, "--reissue"))
    assert_done(run(filled, "issue", MAY, "--reissue"))
    assert figures(filled)["7.3"]["ytd_2015_16"] == "42"


# -- colours, notes, what is refused ---------------------------------------------------------------


def test_a_light_painted_by_hand_does_not_show_behind_n_a(fresh: Path) -> None:
    red = openpyxl.styles.PatternFill("solid", fgColor="FFFF0000")
    with opened(workbook_of(fresh)) as book:
        book[SUMMARY]["L6"].fill = red
        book[SUMMARY]["K6"].fill = red
    refreshed(fresh)
    book = openpyxl.load_workbook(workbook_of(fresh))
    rules = [
        rule
        for each in book[SUMMARY].conditional_formatting
        for rule in each.rules
        if 'N("lacxl")=0' in rule.formula[0]
    ]
    assert len(rules) == 12
    fills = [rule.dxf.fill.bgColor.rgb for rule in rules if rule.dxf.fill]
    assert len(fills) == 12
    book.close()


def test_the_note_of_nought_of_nought_stands_in_its_cell(fresh: Path) -> None:
    set_reading(fresh, "7.6", MAY, numerator="0", denominator="0", note="no reviews were due")
    refreshed(fresh)
    values = values_of(workbook_of(fresh))
    assert values[SUMMARY, "H12"] == "no reviews were due"
    assert values["Reviews & Visits", "F8"] == "no reviews were due"
    assert figures(fresh)["7.6"]["May-15"] == "no reviews were due"


@pytest.mark.parametrize("arguments", [("refresh", MAY), ("refresh", MAY, "--dry-run")])
def test_a_note_is_not_repeated_in_what_is_said(fresh: Path, arguments: tuple[str, ...]) -> None:
    set_reading(fresh, "7.7", MAY, note=f"see {NAME}")
    set_reading(fresh, "7.6", MAY, numerator="0", denominator="0", note=NAME)
    set_text(workbook_of(fresh), SUMMARY, "H8", f"{NAME} to check")
    settings_under(fresh, "workbook", 'formulas = "keep"')
    formula = f'<f>"{NAME}"</f><v>{NAME}</v>'
    set_cell(workbook_of(fresh), SUMMARY, "H14", formula, ' t="str"')
    ran = run(fresh, *arguments)
    assert_done(ran)
    assert "P108" in ran.codes()
    assert "a text" in ran.out
    assert NAME not in ran.out + ran.err
    if "--dry-run" not in arguments:
        assert values_of(workbook_of(fresh))[SUMMARY, "H13"] == f"see {NAME}"
        assert NAME not in (fresh / "lacxl-log.jsonl").read_text("utf-8")
        (receipt,) = (fresh / "receipts").glob("*.json")
        kept = json.loads(receipt.read_text("utf-8"))
        assert NAME not in json.dumps(kept["findings"])
        assert all(NAME not in cell["why"] for cell in kept["cells"])


def test_the_rows_of_other_months_are_named_once(fresh: Path) -> None:
    (named,) = found(refreshed(fresh), "K117")
    assert named["what"].startswith("New rows for months other than May-15: 70, in 12 months")
    assert found(refreshed(fresh), "K117") == [], "the history has them now"
    row = add_row(fresh, "7.7", "2014-05", "", "", "30.0%", "")
    (named,) = found(refreshed(fresh), "K117")
    assert named["where"] == f"readings.csv row {row}"


def test_l106_names_the_way_to_leave_an_indicator_out(fresh: Path) -> None:
    set_text(workbook_of(fresh), SUMMARY, "A20", "note")
    set_text(workbook_of(fresh), SUMMARY, "B20", "Something else")
    refused_untouched(fresh, ("refresh", MAY), "L106", "leave_out = ['8.1']")
    settings_under(fresh, "workbook", "leave_out = ['8.1']")
    assert_done(run(fresh, "refresh", MAY))
