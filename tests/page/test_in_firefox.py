"""The page in Firefox, opened from the disk: a fault, a month and the policy, as in Chromium."""

from __future__ import annotations

from pathlib import Path

import pytest
from driven import Driven
from native import MAY, running
from test_month_in_the_page import sha256

from lacxl.demo import WORKBOOK

NOWHERE = "https://lacxl.invalid/"


@pytest.fixture
def firefox(in_firefox: Driven) -> Driven:
    """The page in Firefox, begun afresh."""
    in_firefox.begin()
    return in_firefox


def words(driven: Driven, selector: str) -> list[str]:
    """Return the words shown there; browsers differ in the blanks between them."""
    return driven.text(selector).split()


def asked(driven: Driven) -> list[str]:
    """Return what was requested, without the data of Firefox's own font of bullets."""
    return [url for url in driven.do("requests") if not url.startswith(("blob:", "data:font/"))]


def test_a_file_that_is_no_workbook(firefox: Driven, page: Driven, folder: Path) -> None:
    (folder / WORKBOOK).write_bytes(b"no workbook at all")
    for each in (page, firefox):
        each.give(*sorted(folder.iterdir()))
    assert "W1" in firefox.text("#found")
    assert "What to do:" in firefox.text("#found")
    assert words(firefox, "#found") == words(page, "#found")
    assert not firefox.shows("#month-section")


def test_a_month_is_filled_from_the_disk(
    firefox: Driven, page: Driven, page_file: Path, folder: Path, tmp_path: Path
) -> None:
    files = sorted(folder.iterdir())
    for each in (page, firefox):
        each.give(*files)
    alone = running(folder, ["refresh", MAY])
    for each in (page, firefox):
        each.press("Fill May-15")
    assert "May 2015 is filled: 132 cells on 9 sheets." in firefox.text("#outcome")
    assert "K101" in firefox.text("#outcome .findings")
    for shown in ("#found", "#month-says", "#outcome", "#summary"):
        assert words(firefox, shown) == words(page, shown)
    saved = firefox.download("Save the workbook alone", tmp_path)
    alone.finish()
    assert saved.name == WORKBOOK
    assert sha256(saved) == sha256(folder / WORKBOOK)
    assert set(asked(firefox)) <= {page_file.as_uri()}
    assert firefox.do("said") == []


def test_the_policy_forbids_every_connection(
    in_firefox: Driven, page_file: Path, tmp_path: Path
) -> None:
    without = tmp_path / "without a policy.html"
    without.write_text(f"<!doctype html><img src='{NOWHERE}'>", "utf-8")
    in_firefox.do("open", url=without.as_uri())
    assert NOWHERE in asked(in_firefox), "what is asked for is seen"
    in_firefox.open()
    code = f"""new Promise((done) => {{
      addEventListener("securitypolicyviolation", (event) => done(event.effectiveDirective));
      fetch("{NOWHERE}").then(() => done("reached"), () => undefined);
    }})"""
    assert in_firefox.do("evaluate", code=code) == "connect-src"
    assert set(asked(in_firefox)) <= {page_file.as_uri()}
