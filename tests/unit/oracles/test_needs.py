"""A missing tool is a plain skip on a user's machine and a failure where all are required."""

from __future__ import annotations

from pathlib import Path

import pytest

import needs

SKIPPED: type[BaseException] = pytest.skip.Exception
FAILED: type[BaseException] = pytest.fail.Exception


@pytest.fixture
def nothing_here(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in vars(needs) if name.startswith("find_")]:
        monkeypatch.setattr(needs, name, lambda: None)


@pytest.mark.usefixtures("nothing_here")
@pytest.mark.parametrize("mark", needs.MARKS)
def test_an_absent_tool_is_skipped_with_the_way_to_get_it(
    mark: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LACXL_REQUIRE", raising=False)
    with pytest.raises(SKIPPED, match="is not on this machine; "):
        needs.MARKS[mark]()


@pytest.mark.usefixtures("nothing_here")
@pytest.mark.parametrize("mark", needs.MARKS)
def test_an_absent_tool_fails_where_it_is_required(
    mark: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LACXL_REQUIRE", "1")
    with pytest.raises(FAILED, match="LACXL_REQUIRE"):
        needs.MARKS[mark]()


def test_ci_installs_the_releases_that_are_asked_for() -> None:
    script = (needs.ROOT / ".ci" / "run").read_text("utf-8")
    for name in ("VALIDATOR", "AXE", "PLAYWRIGHT", "PUPPETEER"):
        package, version = getattr(needs, name), getattr(needs, f"{name}_VERSION")
        assert f"{name}='{package}' {name}_VERSION='{version}'" in script


def test_every_fixture_stands_for_a_marker() -> None:
    assert set(needs.FIXTURES.values()) == set(needs.MARKS)


def test_the_shared_folder_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LACXL_SHARED", str(tmp_path))
    needs.find_shared.cache_clear()
    try:
        assert needs.find_shared() is None
        (tmp_path / "corpus").mkdir()
        needs.find_shared.cache_clear()
        assert needs.find_shared() == tmp_path
        assert needs.corpus_files() == ()
    finally:
        needs.find_shared.cache_clear()
