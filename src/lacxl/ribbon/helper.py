"""The helper: serves the add-in's requests where Office may not start programs, one at a time.

A person starts it, it ends with a message, and it runs nothing but lacxl's verbs on open books.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from lacxl.domain.errors import LacxlError, Refused, refuse
from lacxl.files.guarding import require_free
from lacxl.files.home import local_home
from lacxl.files.os_errors import coded
from lacxl.files.plain import is_link, is_own, is_there
from lacxl.files.temporary import write_whole
from lacxl.ribbon.answer import refusal, write_answer
from lacxl.ribbon.detail_log import coded_places, frames_of, log
from lacxl.ribbon.requests import STALE, Request, admit, read_request, require_fresh, result_of
from lacxl.ribbon.running import run
from lacxl.ribbon.verbs import TITLES

BEAT = 3.0
"""Seconds between two signs of life; the add-in takes twenty without one for the end."""
LOOK = 0.2
STOP_WAIT = 30.0
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class _Room:
    """The helper's files below one folder."""

    folder: Path

    @property
    def inbox(self) -> Path:
        return self.folder / "inbox"

    @property
    def alive(self) -> Path:
        return self.folder / "helper.alive"

    @property
    def lock(self) -> Path:
        return self.folder / "helper.lock"

    @property
    def stop(self) -> Path:
        return self.folder / "helper.stop"


def serve(*, idle: float, say: Say) -> str:
    """Serve requests until told to stop; return why it ended.

    `idle` are the seconds without a request after which it ends by itself. Raises Refused: a
    helper that runs already (B303), a folder that cannot be used (F1nn, B304).
    """
    room = _Room(local_home())
    with coded(room.folder, "making lacxl's folder"):
        room.inbox.mkdir(parents=True, exist_ok=True)
    if is_link(room.inbox):
        raise refuse(
            "B304",
            "The folder for requests is a link to another place, so it is not used.",
            str(room.inbox),
            "Delete the link and start the helper again.",
        )
    with suppress(OSError):
        room.inbox.chmod(0o700)  # nobody else puts requests there; Windows' profile sees to it

    def quietly(text: str) -> None:
        with suppress(Exception):  # its window may be gone; the buttons keep working
            say(text)

    with _only_one(room), _beating(room):
        _asked_to_stop(room)  # one that was left for the helper before
        quietly("The lacxl helper is ready: press the buttons in Excel. Ctrl-C ends it.")
        log("the helper has started")
        try:
            why = _until_the_end(room, idle, quietly)
        except KeyboardInterrupt:
            why = "Ctrl-C was pressed"
        log(f"the helper has ended: {why}")
        return why


def stop(wait: float = STOP_WAIT) -> bool:
    """Ask the helper to end after its present request; return whether one was running.

    Raises Refused (B305) if it has not ended within `wait` seconds.
    """
    import filelock

    room = _Room(local_home())
    if not is_there(room.lock):
        return False
    require_free(room.lock)
    lock = filelock.FileLock(room.lock, timeout=0)
    try:
        with lock:
            return False
    except filelock.Timeout:
        pass
    with coded(room.stop, "asking the helper to end"):
        write_whole(room.stop, b"")
    try:
        with lock.acquire(timeout=wait):
            return True
    except filelock.Timeout as fault:
        raise refuse(
            "B305",
            f"The helper has not ended within {wait:.0f} seconds; it is at work on a request.",
            todo="Wait for it, or close its window.",
        ) from fault


def _until_the_end(room: _Room, idle: float, say: Say) -> str:
    last = time.monotonic()
    stuck: set[tuple[str, int]] = set()
    while True:
        if _asked_to_stop(room):
            return "it was asked to stop"
        waiting = [file for file in _waiting(room) if _mark(file) not in stuck]
        for file in waiting[:1]:
            mark = _mark(file)
            _serve_guarded(file, say)
            last = time.monotonic()
            if _mark(file) == mark:  # it cannot be taken away, so it is not looked at again
                stuck.add(mark)
        if not waiting:
            if time.monotonic() - last > idle:
                return f"no button was pressed for {idle / 60:.0f} minutes"
            time.sleep(LOOK)


def _asked_to_stop(room: _Room) -> bool:
    """Say whether somebody left the file that ends the helper; it is taken away."""
    with suppress(OSError):
        if is_own(room.stop):
            room.stop.unlink()
            return True
    return False


def _mark(file: Path) -> tuple[str, int]:
    """Return what tells a request from a later one of the same name; -1 where there is none."""
    try:
        return file.name, os.lstat(file).st_mtime_ns
    except OSError:
        return file.name, -1


def _serve_guarded(file: Path, say: Say) -> None:
    """Serve a request; nothing that goes wrong ends the helper."""
    try:
        _serve_one(file, say)
    except KeyboardInterrupt:
        raise
    except LacxlError as fault:
        log("a request was not served", *coded_places(fault.findings))
    except BaseException as fault:  # a library's native code may raise a non-Exception
        log("a request was not served", *frames_of(fault))


def _waiting(room: _Room) -> list[Path]:
    """Return the requests, the oldest first; half-written ones that were given up are removed."""
    found, now = [], time.time()  # asked once: of two of one moment neither is older
    with suppress(OSError):
        for path in room.inbox.iterdir():
            if path.name.endswith(".request"):
                found.append(path)
            elif path.name.endswith(".part") and _age(path, now) > STALE:
                with suppress(OSError):
                    path.unlink(missing_ok=True)
    return sorted(found, key=lambda path: (-_age(path, now), path.name))


def _age(path: Path, now: float) -> float:
    try:
        return now - os.lstat(path).st_mtime
    except OSError:
        return 0.0


def _serve_one(file: Path, say: Say) -> None:
    text = ""
    try:
        text = read_request(file)
        require_fresh(file)
        request = admit(text)
    except Refused as fault:
        _put_away(file)
        log("a request was refused", *(f"{each.code} {each.what}" for each in fault.findings))
        say(f"A request was refused: {fault.findings[0].what}")
        result = result_of(text) if text else None
        if result is not None:
            with suppress(OSError):
                write_answer(refusal(fault, "lacxl helper"), result)
        return
    if not _put_away(file):
        log("a request cannot be removed, so it was not served", file.name)
        return
    _carry_out(request, say)


def _carry_out(request: Request, say: Say) -> None:
    say(f"{TITLES[request.verb]}: {request.book or 'no workbook'} ...")
    code = run(
        request.verb,
        hwnd=request.hwnd,
        book=request.book,
        arg=request.arg,
        reason=request.reason,
        result=request.result,
    )
    say("  done." if code <= 1 else "  not done; Excel shows why.")


def _put_away(file: Path) -> bool:
    """Remove a request, so that it is served once; a folder of that name is moved aside."""
    try:
        file.unlink()
    except OSError:
        try:
            file.rename(file.with_name(f"{file.stem}-{time.time_ns()}.refused"))
        except OSError:
            return False
    return True


@contextmanager
def _only_one(room: _Room) -> Iterator[None]:
    import filelock

    require_free(room.lock)
    lock = filelock.FileLock(room.lock, timeout=0)
    with coded(room.lock, "making sure that only one helper runs"):
        try:
            lock.acquire()
        except filelock.Timeout as fault:
            raise refuse(
                "B303",
                "A helper is running already.",
                todo="Look for its window; lacxl helper --stop ends it.",
            ) from fault
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _beating(room: _Room) -> Iterator[None]:
    """Touch helper.alive every few seconds, also during a long verb; take it away at the end."""
    ended = threading.Event()

    def beat() -> None:
        while True:
            with suppress(OSError):
                write_whole(room.alive, str(os.getpid()).encode("ascii"))
            if ended.wait(BEAT):
                return

    thread = threading.Thread(target=beat, name="sign of life", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        with suppress(OSError):
            room.alive.unlink(missing_ok=True)
