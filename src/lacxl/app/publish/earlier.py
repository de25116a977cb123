"""What was published before: is it as it was, and what did it tell?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from lacxl.domain.finding import Finding, error, note, warning
from lacxl.domain.month import Month
from lacxl.files.os_errors import coded
from lacxl.files.plain import is_absent, is_folder
from lacxl.ledgers.publications import FIGURES, PUBLISHED, SHOWN, PublishedFigure, PublishedFile
from lacxl.ledgers.receipts import sha256_of
from lacxl.publishing.deciding import KnownBefore, Why
from lacxl.publishing.publication import TidyPart
from lacxl.settings.settings import Settings

LIGHT = "light"
ARROW = "direction"
_TOLD = frozenset({SHOWN, Why.PUBLIC.value})
_PARTS = {each.value: each for each in TidyPart}
_WHOLE_FIGURES = _PARTS.keys() - {TidyPart.NUMERATOR.value, TidyPart.DENOMINATOR.value}


@dataclass(frozen=True)  # without slots, for what it works out once
class Earlier:
    """All publications that there were: their files, the latest line of each, and figures."""

    files: tuple[PublishedFile, ...]
    figures: tuple[PublishedFigure, ...]

    def known(self) -> KnownBefore:
        """Return what they told, and what they kept back."""
        facts = ((each.fact, each.why in _TOLD) for each in self.figures)
        told = frozenset(fact for fact, is_shown in facts if fact and is_shown)
        kept = {
            (_PARTS[each.part], each.fact): None
            for each in self.figures
            if each.fact and each.part in _PARTS and each.fact not in told
        }
        return KnownBefore(told, tuple(kept))

    def lights(self, month: Month) -> Mapping[str, str]:
        """Return the lights that were shown of a month, by figure, those of its last issue."""
        return {
            each.figure: each.text
            for each in self.figures
            if each.part == LIGHT and each.month == month and each.why == SHOWN
        }

    def shown_periods(self, label: str) -> frozenset[str]:
        """Return the months and years of which a figure is shown, as it was published last."""
        return frozenset(
            period
            for (period, part), each in self._last.get(label, {}).items()
            if part in _WHOLE_FIGURES and each.why in _TOLD
        )

    def kept_periods(self, label: str) -> frozenset[str]:
        """Return the months and years of which a figure, or a part of it, is kept back."""
        last = self._last.get(label, {})
        return frozenset(period for (period, _), each in last.items() if each.why not in _TOLD)

    @cached_property
    def _last(self) -> Mapping[str, Mapping[tuple[str, str], PublishedFigure]]:
        """The last line of each figure of a period, by its label, its period and its part."""
        found: dict[str, dict[tuple[str, str], PublishedFigure]] = {}
        for each in self.figures:
            if each.part in _PARTS:
                found.setdefault(each.figure, {})[each.period, each.part] = each
        return found

    def of(self, month: Month, issue: int) -> Mapping[str, PublishedFile]:
        """Return the files of one publication by their names, none where there is none."""
        found = [each for each in self.files if (each.month, each.issue) == (month, issue)]
        return {each.file: each for each in found}


def earlier(settings: Settings) -> Earlier:
    """Return what was published before; raises Refused for a ledger that is damaged."""
    return Earlier(
        PUBLISHED.load(settings.published_path), FIGURES.load(settings.published_figures_path)
    )


def as_published(settings: Settings, earlier: Earlier) -> Iterator[Finding]:
    """Yield an error for each published file that is not as it was made, a note for what is gone.

    A file that somebody changed may tell what the ledger does not know of.
    """
    latest: dict[tuple[str, str], PublishedFile] = {}
    for each in earlier.files:
        latest[each.folder, each.file] = each
    gone: dict[str, list[PublishedFile]] = {}
    for each in latest.values():
        path = settings.published_folder / each.folder / each.file
        if is_absent(path):
            gone.setdefault(each.folder, []).append(each)
            continue
        with coded(path, "reading an earlier publication"):
            changed = sha256_of(path) != each.sha256
        if changed:
            yield error(
                "T103",
                f"the publication of {each.month.long} is not as it was made: this file was "
                "changed, and may tell what is not known here.",
                str(path),
                "Put back a copy from the backup of the folder.",
            )
    for folder in dict.fromkeys(each.folder for each in latest.values()):
        there = settings.published_folder / folder
        for name in sorted(path.name for path in there.iterdir()) if is_folder(there) else ():
            if (folder, name) not in latest:
                yield warning(
                    "T116",
                    "this file is in a folder to hand out, and lacxl did not put it there.",
                    str(there / name),
                    "Take it out before the folder is handed out.",
                )
    for folder, files in gone.items():
        yield note(
            "T104",
            f"of the publication of {files[0].month.long}, {_listed(files)} no longer there. What "
            "it showed is on the ledger and counts.",
            str(settings.published_folder / folder),
        )


def _listed(files: Sequence[PublishedFile]) -> str:
    return "1 file is" if len(files) == 1 else f"{len(files)} files are"
