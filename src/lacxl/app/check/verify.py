"""Whether everything in a folder agrees: register, ledgers, receipts, backups, copies, workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lacxl.app.accepting import screened
from lacxl.app.check.workbook_as_written import workbook_faults
from lacxl.app.json_forms import FORMAT, findings_as_dicts
from lacxl.app.publish.earlier import as_published, earlier
from lacxl.domain.errors import Refused, UsageFault
from lacxl.domain.finding import Finding, error, first_of, note, warning, where_in
from lacxl.files.guarding import guarded
from lacxl.files.os_errors import coded
from lacxl.files.plain import is_absent, is_folder
from lacxl.files.temporary import rename_to_new
from lacxl.files.text_files import write_text
from lacxl.ledgers.keeping import files_in, ledgers_of, not_known, receipts_there, register
from lacxl.ledgers.kept_files import KeptFiles, backup_faults, kept_files, waiting_faults
from lacxl.ledgers.ledger_differences import differences, is_shared
from lacxl.ledgers.receipts import fingerprint, sha256_of
from lacxl.ledgers.record import HEADER, Issued, as_record, read_record
from lacxl.ledgers.register import TAKEN_OVER, Register, load_register, name_of, rewrite
from lacxl.ledgers.register_agreement import register_lost
from lacxl.settings.settings import Settings


@dataclass(frozen=True, slots=True)
class Verified:
    """What was compared, and every disagreement; `put_right` are files that were put right.

    `head` is how far the register has come.
    """

    folder: Path
    entries: int
    head: str
    receipts: int
    backups: int
    copies: int
    findings: tuple[Finding, ...]
    put_right: tuple[Path, ...] = ()

    @property
    def agrees(self) -> bool:
        """Whether there is no disagreement."""
        return not any(each.wants_a_look for each in self.findings)

    def as_dict(self) -> dict[str, object]:
        """The result for --json; docs/json.md documents it."""
        return {
            "format": FORMAT,
            "command": "verify",
            "folder": str(self.folder),
            "agrees": self.agrees,
            "entries": self.entries,
            "register": self.head,
            "receipts": self.receipts,
            "backups": self.backups,
            "copies": self.copies,
            "put_right": [str(path) for path in self.put_right],
            "findings": findings_as_dicts(self.findings),
        }


def verify(
    settings: Settings,
    *,
    copy: Path | None = None,
    known: str | None = None,
    repair: bool = False,
    take_over: bool = False,
    reason: str | None = None,
    progress: Callable[[str], None] = lambda _step: None,
) -> Verified:
    """Compare everything that lacxl wrote in a folder, and return each disagreement.

    `copy` is a file that somebody was sent: was it issued here? `known` is what an issue printed,
    kept elsewhere: does the register have it still? `repair` first puts ledgers back to what the
    register has; `take_over` begins a new register with what is there, for a `reason`. Nothing else
    changes anything. Raises Refused for what cannot be read, UsageFault (I113) for the reason.
    """
    right: list[Path] = []
    if take_over:
        right += _taken_over(settings, screened(reason))
    elif reason is not None:
        raise UsageFault(error("U116", "--reason goes with --take-over.", todo=_HOW))
    if repair:
        right += _repaired(settings)
    found: list[Finding] = []
    progress("comparing the ledgers with the register")
    written = _register(settings, found)
    kept = KeptFiles((), ())
    backups = 0
    if written is not None:
        found += written.findings
        for each in differences(settings, written):
            found += each.findings
        progress("comparing receipts and backups")
        kept = kept_files(settings, written)
        backups, faults = backup_faults(settings, written)
        found += (*kept.findings, *waiting_faults(settings), *faults, *_notes(settings, written))
    progress("comparing the issued copies")
    record = _record(settings, written, found)
    copies, others = _copies(settings, record)
    found += others
    found += _publications(settings)
    if written is not None and not any(each.code in _BROKEN for each in found):
        progress("comparing the workbook")
        found += workbook_faults(settings, record, written, kept.kept)
    if copy is not None:
        found.append(_was_issued(copy, record))
    if known is not None:
        found.append(_is_known(known, written))
    return Verified(
        settings.folder,
        len(written.entries) if written else 0,
        written.anchor if written else "",
        len(kept.kept),
        backups,
        copies,
        tuple(found),
        tuple(right),
    )


_HOW = 'Example: lacxl verify --take-over --reason "The register was lost with the old drive"'
_NAMED = 5
_BROKEN = frozenset({"H113", "H118", "H119", "H120", "H122", "H135", "I101", "I102"})
"""Faults after which it is not known what the workbook should show."""


def _register(settings: Settings, found: list[Finding]) -> Register | None:
    """Return the register, None where there is none that can be believed."""
    path = settings.register_path
    if not is_absent(path):
        try:
            return load_register(path)
        except Refused as refused:
            found += refused.findings
            return None
    if lost := register_lost(settings):
        found.append(lost)
        return None
    there = [each for each in ledgers_of(settings) if not is_absent(each)]
    there += [path for path, _ in receipts_there(settings)]
    if there:
        found.append(
            warning(
                "H124",
                "These are from before lacxl kept a register, or it was deleted: whether they were "
                "changed cannot be told.",
                first_of([each.name for each in there], _NAMED),
                "The next run that writes begins a register with what is there.",
            )
        )
        return None
    return Register()


def _publications(settings: Settings) -> Iterator[Finding]:
    """Yield what is not as it was published: files that were changed, and those that are gone."""
    try:
        yield from as_published(settings, earlier(settings))
    except Refused as refused:
        yield from refused.findings


def _record(
    settings: Settings, written: Register | None, found: list[Finding]
) -> tuple[Issued, ...]:
    """Return the record, as the register has it where there is one."""
    path = settings.issued_path
    try:
        if written is None:
            return read_record(path)
        name = name_of(settings.register_path, path)
        if is_shared(name):
            read_record(path)  # others' lines are in it, which no register here has
        lines = [row.line for row in written.rows.get(name, []) if row.line != HEADER]
        return as_record("".join(f"{line}\n" for line in (HEADER, *lines)).encode(), path)
    except Refused as refused:
        found += refused.findings
        return ()


def _notes(settings: Settings, written: Register) -> Iterator[Finding]:
    """Yield a note where the register was begun again, and where time went back."""
    if written.taken_over:
        entry = written.entries[written.taken_over - 1]
        yield note(
            "H134",
            f"The register was begun again at {entry.moment}, with the reason. "
            "Whether anything was changed before cannot be told.",
            where_in(settings.register_path.name, (entry.number + 1,)),
        )
    for before, after in zip(written.entries, written.entries[1:], strict=False):
        if after.when < before.when:
            yield note(
                "H125",
                f"The clock of a computer went back: entry {after.number} is from "
                f"{after.moment} and the one before from "
                f"{before.moment}. Their order is certain all the same.",
                where_in(settings.register_path.name, (after.number + 1,)),
            )


def _copies(settings: Settings, record: Sequence[Issued]) -> tuple[int, list[Finding]]:
    """Return how many issued copies are as they were issued, and what is wrong with others."""
    folder = settings.issued_folder
    issued = [each for each in record if each.file and each.sha256]
    if issued and not is_folder(folder):
        what = "The folder of issued copies cannot be reached, so they were not compared."
        return 0, [warning("H126", what, str(folder), "Connect the drive, and run again.")]
    names = {Path(each.file).name for each in record if each.file}
    good, faults, lost = 0, [], []
    for each in issued:
        path = folder / Path(each.file).name
        with coded(path, "reading the issued copy"):
            try:
                same = sha256_of(path) == each.sha256
            except FileNotFoundError:
                lost.append(each)
                continue
        if same:
            good += 1
        else:
            faults.append(
                error(
                    "H127",
                    f"This is not issue {each.issue} of {each.month.long} as it was issued"
                    f"{f' on {each.issued_on}' if each.issued_on else ''}: it was changed or saved "
                    "since.",
                    path.name,
                    "Put back the copy that was sent. What differs: "
                    f'lacxl diff "{each.month} I{each.issue}"',
                )
            )
    others = [each for each in files_in(folder, ".xlsx", ".xlsm") if each.name not in names]
    by_sum = {fingerprint(path): path for path in others} if lost else {}
    for each in lost:
        twin = by_sum.get(each.sha256)
        where = f" The same file is there as {twin.name}." if twin else ""
        faults.append(
            error(
                "H128",
                f"The copy of issue {each.issue} of {each.month.long} is gone.{where}",
                each.file,
                "Copy it under that name." if twin else "Put back the copy that was sent.",
            )
        )
    faults += (
        error(
            "H130",
            "This has the name of an issue, and no such issue is on record.",
            path.name,
            "Find out where it comes from, and move it out of the folder. If issuing was cut off, "
            "issue the month again.",
        )
        for path in others
        if path.stem.startswith(f"{settings.workbook.title} - ")
        and path.stem.rpartition(" - I")[2].isdecimal()
    )
    return good, faults


def _was_issued(copy: Path, record: Sequence[Issued]) -> Finding:
    with coded(copy, "reading the copy"):
        found = sha256_of(copy)
    for each in record:
        if each.sha256 == found:
            on = f" on {each.issued_on}" if each.issued_on else ""
            said = f"This is issue {each.issue} of {each.month.long}, as it was issued{on}."
            return note("H129", said, copy.name)
    return error(
        "H130",
        "This is no issue that is on record here: it was changed or saved since, or it is another "
        "file.",
        copy.name,
        'Compare it: lacxl diff "2015-05 I1" THE-FILE. Saving a copy, even unchanged, makes '
        "another file of it.",
    )


def _is_known(known: str, written: Register | None) -> Finding:
    number, _, seal = known.strip().partition(" ")
    if written and number.isdecimal() and written.has(int(number), seal):
        when = written.entries[int(number) - 1].moment
        said = f"The register has this entry still: {number}, of {when}."
        return note("H129", said, known.strip())
    return error(
        "H122",
        "The register does not have this entry: an older register, or another one, is in its "
        "place, or it is not what an issue printed.",
        known.strip(),
        "Put back the newest copy of the register from the backup of the folder.",
    )


def _repaired(settings: Settings) -> Iterator[Path]:
    """Put ledgers back to what the register has; what is there is kept beside each."""
    path = settings.register_path
    with guarded(path):
        written = load_register(path)
        if any(each.code == "H122" for each in kept_files(settings, written).findings):
            return  # by an older register ledgers would be put back too far
        if written.findings:
            rewrite(path, written)
            yield path
        for each in differences(settings, written):
            if not each.known:
                continue
            _put_aside(each.path)
            if each.whole:
                write_text(each.path, each.whole)
            yield each.path


def _taken_over(settings: Settings, reason: str) -> Iterator[Path]:
    """Take in what the register does not know; one that cannot be believed is begun again."""
    path = settings.register_path
    try:
        written = load_register(path)
    except Refused:
        _put_aside(path)
        written = Register()
    new = tuple(not_known(settings, written)) if written.entries else ()
    register(settings, [*new, (None, None, f"{TAKEN_OVER}{reason}")])
    yield path


def _put_aside(path: Path) -> None:
    """Keep a file that is about to be written again beside it, under another name."""
    if is_absent(path):
        return
    name = f"{path.stem} as found {dt.datetime.now(dt.UTC):%Y-%m-%d %H%M%S}{path.suffix}"
    with coded(path, "putting the file aside"):
        rename_to_new(path, path.with_name(name))
