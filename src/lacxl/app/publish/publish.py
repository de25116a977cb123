"""Publishing an issued month: one folder to hand out, whole or not at all."""

from __future__ import annotations

import datetime as dt
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from lacxl.app.case.case import Case
from lacxl.app.case.gathering import by_period, gather
from lacxl.app.case.seen import open_workbook
from lacxl.app.document.document import Progress
from lacxl.app.issue.issue_entry import entry_path
from lacxl.app.json_forms import FORMAT, findings_as_dicts
from lacxl.app.publish.composing import Composed, composed
from lacxl.app.publish.earlier import ARROW, LIGHT, Earlier, as_published, earlier
from lacxl.app.scan import unseen_in_published
from lacxl.domain.errors import Refused, refuse
from lacxl.domain.finding import Finding, Severity, error
from lacxl.domain.month import Month
from lacxl.domain.numbers import how_many
from lacxl.files.guarding import guarded
from lacxl.files.json_files import read_json
from lacxl.files.os_errors import OWN, coded
from lacxl.files.plain import is_absent, is_folder, is_there
from lacxl.files.temporary import private_folder
from lacxl.ledgers.keeping import keep
from lacxl.ledgers.publications import FIGURES, PUBLISHED, PublishedFigure, PublishedFile
from lacxl.ledgers.reasons import REASONS
from lacxl.ledgers.receipts import sha256_of
from lacxl.ledgers.record import Issued, read_record
from lacxl.ledgers.register_agreement import mended
from lacxl.publishing.candidates import Candidate
from lacxl.publishing.deciding import Why
from lacxl.publishing.forms import write_forms
from lacxl.publishing.publication import ShownStatus
from lacxl.settings.settings import Settings

_MOST_NAMED: Final = 8


@dataclass(frozen=True, slots=True)
class KeptBack:
    """A figure that the publication does not show, and why."""

    figure: str
    part: str
    period: str
    why: str


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing did, or would do in a dry run.

    `kept` are the figures that are kept back, `shown` is how many are shown. `new` says that the
    folder was made now; else it was there already, as it should be.
    """

    month: Month
    issue: int
    folder: Path
    files: tuple[Path, ...]
    shown: int
    kept: tuple[KeptBack, ...]
    dry_run: bool
    new: bool
    findings: tuple[Finding, ...]

    @property
    def reasons(self) -> Mapping[str, int]:
        """How many figures are kept back for which reason."""
        return Counter(each.why for each in self.kept)

    def as_dict(self) -> dict[str, object]:
        """The result for --json; docs/json.md documents it."""
        return {
            "format": FORMAT,
            "command": "publish",
            "month": str(self.month),
            "issue": self.issue,
            "folder": str(self.folder),
            "files": [path.name for path in self.files],
            "shown": self.shown,
            "kept_back": [
                {
                    "figure": each.figure,
                    "part": each.part,
                    "period": each.period,
                    "why": each.why,
                }
                for each in self.kept
            ],
            "dry_run": self.dry_run,
            "new": self.new,
            "findings": findings_as_dicts(self.findings),
        }


def publish(
    settings: Settings,
    month: Month,
    *,
    dry_run: bool = False,
    today: dt.date | None = None,
    progress: Progress = lambda _step: None,
    on_step: Progress = lambda _step: None,
) -> Published:
    """Make a folder of an issued month to hand out, and return what is in it.

    The forms are written to a private folder and scanned there; then the ledgers get what they
    show, and the folder its place. A run that is cut off in between has told nobody anything, and
    is taken as published, which is the careful way; the next run makes the folder.

    Raises Refused, nothing having been handed out: a month that is not issued (T101), an issued
    copy (T102) or an earlier publication (T103) that was changed, no solver (T106), a narrative
    that tells (T107, T108), or a scan that finds something (T109).
    """
    today = today or dt.datetime.now(tz=dt.UTC).astimezone().date()
    with ExitStack() as stack:
        findings: tuple[Finding, ...] = ()
        if not dry_run:
            stack.enter_context(guarded(settings.published_path))
            findings = stack.enter_context(mended(settings)).findings
        issued = _issued(settings, month)
        copy = settings.issued_folder / issued.file
        before = earlier(settings)
        findings = (*findings, *as_published(settings, before))
        if faults := [each for each in findings if each.severity is Severity.ERROR]:
            raise Refused(faults)
        folder = settings.published_folder / f"{month.long} - I{issued.issue}"
        if is_there(folder.parent) and not is_folder(folder.parent):
            raise _in_the_way(folder.parent)
        if (there := _there(settings, before, issued, folder, findings, dry_run)) is not None:
            return there
        _refuse_public_later(settings, before, month)
        case = gather(settings, month, source=copy, needs_reading=False, progress=progress)
        case = _as_of_issue(case, issued)
        progress("looking for what could be worked out")
        with open_workbook(settings, copy) as book:
            boxes = book.text_boxes()
        accepted = REASONS.load(settings.accepted_path)
        done = composed(case, issued, before, boxes, accepted, today.isoformat())
        progress("writing the four forms")
        temporary = Path(stack.enter_context(private_folder()))
        files = write_forms(done.publication, temporary)
        progress("scanning them")
        _refuse_unseen(temporary)
        result = Published(
            month=month,
            issue=issued.issue,
            folder=folder,
            files=tuple(folder / each.name for each in files),
            shown=sum(each.is_shown for each in done.decided.why.values()),
            kept=tuple(_kept(done.decided.why)),
            dry_run=dry_run,
            new=True,
            findings=(*findings, *done.findings),
        )
        if not dry_run:
            _hand_over(settings, issued, done, files, folder, on_step)
        return result


def _issued(settings: Settings, month: Month) -> Issued:
    """Return the last issue of a month; raises Refused where there is none, or it was changed."""
    found = [each for each in read_record(settings.issued_path) if each.month == month]
    if not found:
        raise refuse(
            "T101",
            f"{month.long} is not issued, and only an issued month is published.",
            settings.issued_path.name,
            f"Issue it first: lacxl issue {month}",
        )
    issued = max(found, key=lambda each: each.issue)
    copy = settings.issued_folder / issued.file
    if is_absent(copy):
        raise refuse(
            "T102",
            "the issued copy is not there.",
            str(copy),
            "Put it back from the backup of the folder.",
        )
    with coded(copy, "reading the issued copy"):
        is_same = sha256_of(copy) == issued.sha256
    if not is_same:
        raise refuse(
            "T102",
            "the issued copy was changed after it was issued.",
            str(copy),
            "Put back the copy that was issued from the backup of the folder.",
        )
    return issued


def _refuse_public_later(settings: Settings, before: Earlier, month: Month) -> None:
    """Raise Refused (T117) where what lacxl published itself is declared to be public before it."""
    first = min([month, *(each.month for each in before.files)])
    until = settings.publish.public_until
    if until is not None and until >= first:
        raise refuse(
            "T117",
            f"public_until is {until}, and lacxl published {first} itself: nothing from then on "
            "was public before.",
            f"{settings.file.name} [publish] public_until",
            f"Give a month before {first}, such as {first - 1}; annual figures that were published "
            "since are named in public_years.",
        )


def _as_of_issue(case: Case, issued: Issued) -> Case:
    """Return the case with the readings that were known when the month was issued.

    What was read since is of no figure in the copy.
    """
    path = entry_path(case.settings, issued)
    at = dt.datetime.max.replace(tzinfo=dt.UTC)  # all that was ever taken in, if the entry is gone
    if not is_absent(path):
        with coded(path, "reading the entry of the issue"), suppress(ValueError, AttributeError):
            at = dt.datetime.fromisoformat(str(read_json(path).get("when")))
    months, quarters = by_period(each.reading for each in case.history.entries if each.taken <= at)
    return replace(case, readings=months, quarters=quarters)


def _there(
    settings: Settings,
    before: Earlier,
    issued: Issued,
    folder: Path,
    findings: tuple[Finding, ...],
    dry_run: bool,
) -> Published | None:
    """Return the publication that is there as it should be, None where it has to be made.

    Raises Refused (T115) where a folder of that name is there that lacxl did not make.
    """
    files = before.of(issued.month, issued.issue)
    if is_absent(folder):
        return None
    there = [settings.published_folder / each.folder / each.file for each in files.values()]
    if not files or any(map(is_absent, there)):
        raise _in_the_way(folder)
    figures = [
        each for each in before.figures if (each.month, each.issue) == (issued.month, issued.issue)
    ]
    last = max((each.when for each in figures), default=None)
    latest = [each for each in figures if each.when == last and each.part not in (LIGHT, ARROW)]
    return Published(
        month=issued.month,
        issue=issued.issue,
        folder=folder,
        files=tuple(there),
        shown=sum(Why(each.why).is_shown for each in latest),
        kept=tuple(
            KeptBack(each.figure, each.part, each.period, each.why)
            for each in latest
            if not Why(each.why).is_shown
        ),
        dry_run=dry_run,
        new=False,
        findings=findings,
    )


def _in_the_way(path: Path) -> Refused:
    return refuse(
        "T115",
        "something else has the place of the publication.",
        str(path),
        "Move it away, then publish again.",
    )


def _kept(why: Mapping[Candidate, Why]) -> Iterator[KeptBack]:
    for each, reason in why.items():
        if not reason.is_shown:
            yield KeptBack(each.label, each.part.value, each.period, reason.value)


def _refuse_unseen(folder: Path) -> None:
    """Raise Refused (T109) with whatever a scan of published copies finds in the forms."""
    if found := unseen_in_published(folder):
        raise Refused(
            (
                error(
                    "T109",
                    f"the scan finds {how_many(len(found), 'thing')} in what would be published, "
                    "so nothing is.",
                    todo="What it says may be in a title, a narrative or a reason: reword "
                    "it. If it is not, please report it.",
                ),
                *found,
            )
        )


def _hand_over(
    settings: Settings,
    issued: Issued,
    done: Composed,
    files: Sequence[Path],
    folder: Path,
    on_step: Progress,
) -> None:
    """Put what is shown on the ledgers, and then the folder in its place."""
    when = dt.datetime.now(tz=dt.UTC).replace(microsecond=0)
    with coded(folder, "making the folder of the publication"):
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = folder.with_name(f"{OWN}{folder.name}.tmp")
        if is_there(beside):
            shutil.rmtree(beside)
        beside.mkdir()
        on_step("folder")
        for path in files:
            shutil.copyfile(path, beside / path.name)
    on_step("figures")
    keep(settings, FIGURES, settings.published_figures_path, _figures(when, issued, done))
    on_step("publications")
    at = (when, issued.month, issued.issue, folder.name)
    lines = [PublishedFile(*at, path.name, sha256_of(path)) for path in files]
    keep(settings, PUBLISHED, settings.published_path, lines)
    on_step("rename")
    with coded(folder, "making the folder of the publication"):
        beside.rename(folder)
    on_step("done")


def _figures(when: dt.datetime, issued: Issued, done: Composed) -> Iterator[PublishedFigure]:
    """Yield the lines of the ledger: every figure, and the lights and arrows."""
    at = (when, issued.month, issued.issue)
    for each, why in done.decided.why.items():
        fact = each.fact
        text = str(each.shown) if why.is_shown else ""
        line = PublishedFigure(*at, each.label, each.part.value, each.period, why.value, text)
        if fact is not None:
            line = replace(
                line,
                numerators=fact.numerators,
                denominators=fact.denominators,
                per=fact.per,
                value=fact.shown,
                places=fact.places,
            )
        yield line
    for label, judged in done.judged.items():
        for part, text in ((LIGHT, judged.light), (ARROW, judged.direction)):
            kept = text == ShownStatus.SUPPRESSED.value
            why = Why.DERIVED if kept else Why.SHOWN
            yield PublishedFigure(
                *at, label, part, str(issued.month), why.value, "" if kept else text
            )
