"""The files beside an adopted workbook: what a person has corrected of them stays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lacxl.adopting.adopted_files import (
    ANSWERS,
    CATALOGUE,
    LAYOUT,
    MAP,
)
from lacxl.adopting.answers import Answers, read_answers
from lacxl.adopting.sealed_files import State, sealed, state_of
from lacxl.app.adopt.taking_in import FILES, TakenYears
from lacxl.domain.errors import UsageFault, refuse
from lacxl.domain.finding import Finding, error, note, warning
from lacxl.files.os_errors import coded
from lacxl.files.plain import is_there, read_plain
from lacxl.files.text_files import write_text
from lacxl.settings.settings import FILE_NAME, Settings


@dataclass(frozen=True, slots=True)
class Files:
    """The files beside the workbook, and what each of them holds now."""

    folder: Path
    texts: Mapping[str, str | None]

    @classmethod
    def beside(cls, workbook: Path) -> Files:
        """Read the files that are beside a workbook."""
        names = (FILE_NAME, LAYOUT, CATALOGUE, ANSWERS, *FILES.values())
        return cls(workbook.parent, {name: _text(workbook.parent / name) for name in names})

    def state(self, name: str) -> State:
        """Return whether a file is there, and as it was written."""
        return state_of(self.texts[name])


def require_own_folder(files: Files, workbook: Path) -> None:
    """Refuse a folder whose settings are broken, or are those of another workbook."""
    if files.texts[FILE_NAME] is None:
        return
    other = Settings.load(files.folder / FILE_NAME).workbook_path
    if other != workbook.absolute() and other.name != workbook.name:
        raise refuse(
            "D212",
            f"The settings in this folder are those of another workbook, {other.name}.",
            str(files.folder / FILE_NAME),
            "Put the workbook into a folder of its own, then run lacxl adopt again.",
        )


def answers_given(files: Files, answers: Path | None) -> tuple[Answers, str, str]:
    """Return what was answered, the text of it, and the file's name."""
    if answers is not None:
        text = _text(answers)
        if text is None:
            raise UsageFault(
                error("U105", "There is no file with answers.", str(answers), "Name another file.")
            )
        return read_answers(text, answers.name), text, answers.name
    text = files.texts[ANSWERS] or ""
    return read_answers(text, ANSWERS), text, ANSWERS


def named_otherwise(files: Files) -> frozenset[str]:
    """Return the keys of extracts for which somebody's settings name a file of another name."""
    if files.state(FILE_NAME) is not State.CORRECTED:
        return frozenset()
    extracts = Settings.load(files.folder / FILE_NAME).extracts
    named = {"outturns": extracts.outturns, "benchmarks": extracts.benchmarks}
    return frozenset(key for key, name in named.items() if name not in ("", FILES[key]))


def corrected(files: Files, kept: Sequence[str], years: TakenYears) -> Iterator[Finding]:
    """Yield what should be said of each file that stays as a person has it."""
    settings = files.texts[FILE_NAME] or ""
    for name in kept:
        lacks = []
        if name == FILE_NAME and LAYOUT not in settings:
            lacks.append(f'to its [workbook]: layout = "{LAYOUT}" and catalogue = "{CATALOGUE}"')
        if name == FILE_NAME:
            lacks += [
                f'to its [extracts]: {key} = "{file}"'
                for key, file in FILES.items()
                if file in years.texts and file not in settings
            ]
        more = f" Add {', and '.join(lacks)}." if lacks else ""
        yield (note if not more else warning)(
            "D206",
            "Somebody has written or corrected this file, so it stays as it is.",
            str(files.folder / name),
            f"Delete it to have it written again.{more}",
        )


def write_files(
    files: Files, texts: Mapping[str, str], kept: Sequence[str], page: str, answers: str
) -> tuple[Path, ...]:
    """Write the files, the settings last; those that a person has corrected stay."""
    written: list[Path] = []

    def write(name: str, text: str) -> None:
        path = files.folder / name
        if _text(path) != text:
            write_text(path, text)
            written.append(path)

    for name in (LAYOUT, CATALOGUE):
        if name not in kept and texts:
            write(name, sealed(texts[name]))
    write(ANSWERS, answers)
    write(MAP, page)
    if FILE_NAME not in kept and texts:
        write(FILE_NAME, sealed(texts[FILE_NAME]))
    return tuple(written)


def _text(path: Path) -> str | None:
    if not is_there(path):
        return None
    with coded(path, "reading the file"):
        return read_plain(path).decode("utf-8", errors="replace").removeprefix("\ufeff")
