"""One version in one place, and a changelog that says what is in it, and when."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from release import build

from lacxl import __version__

ROOT = Path(__file__).parents[3]


def test_the_version_is_in_one_place() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert "version" not in project
    assert project["dynamic"] == ["version"]
    assert build.version() == __version__


@pytest.mark.parametrize(
    ("heading", "day"),
    [
        ("## [1.2.0] - 2026-11-29", "2026-11-29"),
        ("## [1.2.0]", ""),
        ("## [1.2.01] - 2026-11-29", ""),
        ("## [1x2.0] - 2026-11-29", ""),
        ("### [1.2.0] - 2026-11-29", ""),
    ],
)
def test_a_version_is_released_on_the_day_that_the_changelog_gives(heading: str, day: str) -> None:
    assert build.dated(f"# Changelog\n\n{heading}\n\n- What is new\n", "1.2.0") == day


RELEASED = "# Changelog\n\n## [Unreleased]\n\n## [1.2.0] - 2026-11-29\n\n- What was new\n"
WAITING = RELEASED.replace("[Unreleased]\n", "[Unreleased]\n\n- What is new\n")


@pytest.mark.parametrize(
    ("changelog", "version", "day"),
    [
        (RELEASED, "1.2.0", "2026-11-29"),
        (WAITING, "1.3.0.dev0", "no day yet"),
        (RELEASED, "1.3.0.dev0", "no day yet"),
    ],
)
def test_what_is_not_released_has_a_version_under_way(
    changelog: str, version: str, day: str
) -> None:
    assert build.day_of(changelog, version) == day


@pytest.mark.parametrize(("changelog", "version"), [(WAITING, "1.2.0"), (RELEASED, "1.3.0")])
def test_nothing_new_is_built_under_the_number_of_the_last_release(
    changelog: str, version: str
) -> None:
    with pytest.raises(ValueError, match=r"CHANGELOG\.md"):
        build.day_of(changelog, version)


def test_this_version_has_its_day_in_the_changelog() -> None:
    assert build.day_of((ROOT / "CHANGELOG.md").read_text("utf-8"), __version__)


def test_a_version_without_its_day_is_not_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "version", lambda: "9.9.9")
    with pytest.raises(SystemExit, match=r"no dated entry for 9\.9\.9"):
        build.main(["--out", str(tmp_path / "dist")])
    assert not (tmp_path / "dist").exists()


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "older.whl").write_bytes(b"older")
    with pytest.raises(SystemExit, match="is not empty"):
        build.main(["--out", str(tmp_path)])
    assert (tmp_path / "older.whl").read_bytes() == b"older"
