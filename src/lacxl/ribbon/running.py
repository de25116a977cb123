"""Running one verb: whatever happens, there is an answer, a result file and a line in the log."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from lacxl.app.document.open_book import OpenBook
from lacxl.domain.errors import LacxlError, UsageFault, refuse
from lacxl.domain.finding import Finding
from lacxl.ribbon import attaching
from lacxl.ribbon.answer import (
    EXIT_CODES,
    Answer,
    Status,
    for_a_person,
    refusal,
    require_result,
    write_answer,
)
from lacxl.ribbon.book_actions import BOOK_ACTIONS, check_alone
from lacxl.ribbon.detail_log import coded_places, frames_of, log
from lacxl.ribbon.general_actions import GENERAL_ACTIONS
from lacxl.ribbon.last_run import LastRun, keep, last_run
from lacxl.ribbon.session import Session, facts_of, open_session
from lacxl.ribbon.settings_of_book import settings_of
from lacxl.ribbon.state import chosen_month, refused_text, state_text, write_state
from lacxl.ribbon.verbs import TITLES, VERBS
from lacxl.workbook.engine import OpenWorkbook

_FAILED = (
    "lacxl itself failed ({what}).\n\n"
    "Look at the workbook before you save it: Undo, or closing it without saving, takes you back, "
    "and a copy from before each run is in its folder of backups. The log has where it happened; "
    "please report it."
)
_WITHOUT_SETTINGS = {"S101", "B101", "B102"}
"""The workbook has no lacxl.toml, or one that is another workbook's."""
_LISTED_WHEN_REFUSED = frozenset({"next", "fill", "preview", "check", "issue", "restate"})


def run(
    verb: str,
    *,
    hwnd: str,
    book: str,
    arg: str = "",
    reason: str = "",
    result: Path | None = None,
) -> int:
    """Run a verb on the open book of that name, write the result file, return the exit code.

    `arg` is a month, or the finding to accept; `reason` why it is accepted, or restated.

    Never raises but for Ctrl-C, and then too the result file is written first, and where no result
    file can be written: Refused (B307), nothing having been done.
    """
    if result is not None:
        require_result(result)
    answer = Answer(Status.FAILED, TITLES.get(verb, "lacxl"), _FAILED.format(what="stopped"))
    began = time.monotonic()
    try:
        answer = _answered(verb, hwnd, book, arg, reason)
    finally:
        seconds = time.monotonic() - began
        log(f"{verb} on {book or 'no workbook'}: {answer.status.value}, {seconds:.1f} s")
        if result is not None:
            answer = _written(answer, result)
    return EXIT_CODES[answer.status]


def run_here(verb: str, arg: str = "", reason: str = "") -> Answer:
    """Run a verb on the book whose macro called Python, and return the answer."""
    try:
        answer = (
            GENERAL_ACTIONS[verb]()
            if verb in GENERAL_ACTIONS
            else _on_book(verb, attaching.caller(), arg, reason)
        )
    except LacxlError as fault:
        answer = _refused(fault, verb)
    except KeyboardInterrupt:
        raise
    except BaseException as fault:  # a library's native code may raise a non-Exception
        answer = _failed(fault, verb)
    log(f"{verb} from a macro: {answer.status.value}")
    return answer


def _answered(verb: str, hwnd: str, book: str, arg: str, reason: str) -> Answer:
    try:
        if verb not in VERBS:
            raise refuse(
                "B108",
                f"There is no button {verb!r}; there are {', '.join(VERBS)}.",
                todo="Install add-in and lacxl of the same version: lacxl addin install",
            )
        if verb in GENERAL_ACTIONS:
            return GENERAL_ACTIONS[verb]()
        return _on_book(verb, attaching.attach(_number(hwnd), book), arg, reason)
    except LacxlError as fault:
        return _refused(fault, verb)
    except KeyboardInterrupt:
        raise
    except BaseException as fault:  # a library's native code may raise a non-Exception
        return _failed(fault, verb)


def _number(hwnd: str) -> int:
    try:
        return int(hwnd)
    except ValueError as fault:
        raise refuse(
            "B109",
            f"The window of Excel is named by a number, not by {hwnd!r}.",
            todo="Install add-in and lacxl of the same version: lacxl addin install",
        ) from fault


def _on_book(verb: str, book: OpenWorkbook, arg: str, reason: str) -> Answer:
    try:
        return _in_session(verb, book, arg, reason)
    finally:
        with suppress(Exception):  # the bar is given back as far as Excel allows
            book.say(None)
        with suppress(Exception):  # what was asked for has been done or reported
            book.close()


def _in_session(verb: str, book: OpenWorkbook, arg: str, reason: str) -> Answer:
    if verb == "map":
        from lacxl.ribbon.workbook_map import map_workbook

        try:
            return map_workbook(book)
        finally:
            with suppress(Exception):  # the buttons: the workbook may have its lacxl.toml only now
                _in_session("months", book, "", "")
    month = "" if verb == "accept" else arg
    try:
        settings = settings_of(book)
    except LacxlError as fault:
        _leave_state(book.name, refused_text(for_a_person(fault.findings[0])))
        if verb == "check" and {each.code for each in fault.findings} <= _WITHOUT_SETTINGS:
            return check_alone(book, None)
        raise
    with OpenBook(book, settings) as document:
        try:
            session = open_session(document, month, chosen_month(book.name))
        except LacxlError as fault:
            if not month:  # an invalid month says nothing about the workbook
                _leave_state(book.name, refused_text(for_a_person(fault.findings[0])))
                if verb == "check":
                    return check_alone(book, settings)
            raise
        try:
            outcome = BOOK_ACTIONS[verb](replace(session, arg=arg, reason=reason))
        except LacxlError as fault:
            of_run = verb in _LISTED_WHEN_REFUSED and not isinstance(fault, UsageFault)
            found = fault.findings if of_run else None
            _leave(verb, session, found)
            return _refused(fault, verb, str(session.month))
        except BaseException:
            _leave(verb, session, None)  # a fill that was cut off can be undone
            raise
        _leave(outcome.of or verb, outcome.session, outcome.found, outcome.answer.month)
        return outcome.answer


def _leave(verb: str, session: Session, found: tuple[Finding, ...] | None, month: str = "") -> None:
    """Keep what the run found, and work out what the buttons may do now.

    A fault here is logged: what the person asked for has been done.
    """
    name = session.book.name
    try:
        if found is not None:
            keep(name, LastRun(verb, month or str(session.month), found))
        _leave_state(name, state_text(facts_of(session, last_run(name))))
    except (LacxlError, OSError) as fault:
        log("the state of the buttons could not be kept", *frames_of(fault))


def _leave_state(book: str, text: str) -> None:
    try:
        write_state(book, text)
    except (LacxlError, OSError) as fault:
        log("the state of the buttons could not be kept", *frames_of(fault))


def _refused(fault: LacxlError, verb: str, month: str = "") -> Answer:
    log(f"{verb} was refused", *coded_places(fault.findings))
    return refusal(fault, TITLES.get(verb, "lacxl"), month)


def _failed(fault: BaseException, verb: str) -> Answer:
    log(f"{verb} failed", *frames_of(fault))
    message = _FAILED.format(what=type(fault).__name__)
    return Answer(Status.FAILED, TITLES.get(verb, "lacxl"), message)


def _written(answer: Answer, result: Path) -> Answer:
    try:
        write_answer(answer, result)
    except (OSError, ValueError) as fault:
        log("the result file could not be written", *frames_of(fault))
        return Answer(Status.FAILED, answer.title, answer.message, answer.month)
    return answer
