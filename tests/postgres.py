"""A PostgreSQL server of a test's own: made in a temporary folder, stopped and removed afterwards.

Its programs are Debian's package postgresql. The server refuses to run as root, so where the tests
do, it runs as the user postgres that the package makes.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import needs

USER = "lacxl"
_PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")
_SYSTEM_USER = "postgres"
_CURE = "apt-get install postgresql, and pip install 'psycopg[binary]' SQLAlchemy"


@dataclass(frozen=True, slots=True)
class Server:
    """A running server that asks for a password."""

    port: int
    password: str = field(repr=False)

    @property
    def url(self) -> str:
        """The server's URL, password and all."""
        return self.url_with(self.password)

    def url_with(self, password: str) -> str:
        """Return the server's URL with another password."""
        return f"postgresql+psycopg://{USER}:{password}@127.0.0.1:{self.port}/postgres"


def programs() -> Path:
    """Return the folder with initdb and pg_ctl, or end the test."""
    on_path = shutil.which("initdb")
    found = [Path(on_path).parent] if on_path else []
    for place in _PLACES:
        found += sorted(Path("/").glob(place.lstrip("/")), reverse=True)
    wanted = ("initdb", "pg_ctl", "postgres")
    whole = (folder for folder in found if all((folder / name).is_file() for name in wanted))
    return next(whole, None) or needs.absent("PostgreSQL's server", _CURE)


@contextlib.contextmanager
def server(password: str) -> Iterator[Server]:
    """Start a server that asks for this password, and stop it in the end."""
    folder = programs()
    try:
        import psycopg  # noqa: F401
        import sqlalchemy  # noqa: F401
    except ImportError:
        needs.absent("psycopg or SQLAlchemy", _CURE)
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    before = ("runuser", "-u", _SYSTEM_USER, "--") if as_root else ()
    home = Path(tempfile.mkdtemp(prefix="lacxl-postgres-"))
    try:
        secret = home / "secret"
        secret.write_text(password + "\n", "utf-8")
        if as_root:
            for path in (home, secret):
                shutil.chown(path, _SYSTEM_USER)
        data = home / "data"
        _run(
            (*before, folder / "initdb", "-D", data, "-U", USER, "--auth=scram-sha-256"),
            (f"--pwfile={secret}", "--encoding=UTF8", "--locale=C", "--no-sync"),
        )
        port = _free_port()
        options = f"-p {port} -c listen_addresses=127.0.0.1 -k {home} -c fsync=off"
        control = (*before, folder / "pg_ctl", "-D", data, "-w", "-t", "60")
        _run((*control, "-l", home / "log", "-o", options, "start"))
        try:
            yield Server(port, password)
        finally:
            _run((*control, "-m", "immediate", "stop"))
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _run(command: Sequence[str | Path], more: Sequence[str] = ()) -> None:
    """Run a program; what it says goes to a file, for a server keeps its parent's pipes open."""
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(
            [str(part) for part in (*command, *more)],
            stdout=said,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            cwd="/",
            timeout=120,
        )
        said.seek(0)
        assert done.returncode == 0, said.read().decode("utf-8", "replace")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
