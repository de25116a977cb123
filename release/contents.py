"""What IT is told of the folder: each component with version, licence and hash, and each file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence

from release.archive import Member
from release.wheels import Component

COMPONENTS = "For IT/CONTENTS.csv"
FILES = "For IT/FILES.csv"
_FACTS = ("component", "version", "licence", "made from", "sha256 of that")


def listings(components: Iterable[Component], files: Sequence[Member]) -> list[Member]:
    """Return the list of components and the list of files, as members of the folder."""
    ordered = sorted(components, key=lambda component: component.name.lower())
    return [
        Member.of(COMPONENTS, "lists", _components(ordered, files)),
        Member.of(FILES, "lists", _files(files)),
    ]


def _components(components: Sequence[Component], files: Sequence[Member]) -> bytes:
    def rows(write: Callable[[Sequence[object]], object]) -> None:
        write((*_FACTS, "files", "bytes", "where its licence is"))
        for part in components:
            own = [file for file in files if _same(file.component, part.name)]
            licences = sorted(file.path for file in own if _is_licence(file.path))
            facts = (part.name, part.version, part.licence, part.source, part.sha256)
            write((*facts, len(own), sum(file.size for file in own), " ".join(licences)))

    return _table(rows)


def _files(files: Sequence[Member]) -> bytes:
    def rows(write: Callable[[Sequence[object]], object]) -> None:
        write(("path", "sha256", "bytes", "component"))
        for file in sorted(files, key=lambda file: file.path):
            write((file.path.replace("/", "\\"), file.sha256(), file.size, file.component))

    return _table(rows)


def _table(rows: Callable[[Callable[[Sequence[object]], object]], None]) -> bytes:
    text = io.StringIO(newline="")
    rows(csv.writer(text).writerow)
    return text.getvalue().encode("ascii")


def _same(component: str, name: str) -> bool:
    return re.sub(r"[-_.]+", "_", component.lower()) == re.sub(r"[-_.]+", "_", name.lower())


def _is_licence(path: str) -> bool:
    return re.search(r"(?i)/(licen[cs]e|copying)[^/]*$", path) is not None
