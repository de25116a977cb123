"""The answer to an SQL query as a table: the database is only ever read."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from lacxl.domain.errors import Refused, refuse
from lacxl.domain.finding import where_in
from lacxl.files.os_errors import coded
from lacxl.files.plain import open_plain
from lacxl.tables.parquet import RowsTable
from lacxl.tables.table import absent, is_librarys

if TYPE_CHECKING:
    from sqlalchemy import Engine

_BEFORE = re.compile(r"(?:\s+|--[^\n]*(?:\n|\Z)|/\*.*?\*/|[(;])*", re.DOTALL)
_WRITES = re.compile(
    r"(?:insert|update|delete|merge|replace|upsert|truncate|drop|alter|create|rename|grant|revoke|"
    r"deny|attach|detach|vacuum|reindex|analyze|copy|load|lock|comment|backup|restore|shutdown|"
    r"kill|bulk|set|reset|do|begin|start|commit|rollback|pragma)\b",
    re.IGNORECASE,
)
_READ_ONLY = {
    "sqlite": "PRAGMA query_only = ON",
    "postgresql": "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
    "mysql": "SET SESSION TRANSACTION READ ONLY",
    "mariadb": "SET SESSION TRANSACTION READ ONLY",
}
"""What makes a connection read-only, by SQLAlchemy's name of the database."""
_REFUSED_STATE = "25006"  # SQL:2003, read-only SQL-transaction


def run_query(name: str, query: str, url_from: str) -> RowsTable:
    """Return the answer to a query of the database whose URL is in an environment variable.

    Nothing is written: the connection is read-only where the database has that, a statement that
    writes is not sent, and nothing is ever committed. Raises Refused (X117 to X119, R171), without
    what the database says: it may quote values.
    """
    url = os.environ.get(url_from, "")
    if not url:
        what = f"the environment variable {url_from} with the database's URL is not set."
        todo = "Set it to a SQLAlchemy URL, such as postgresql+psycopg://user@host/database."
        raise refuse("X117", what, name, todo)
    try:
        from sqlalchemy import create_engine
    except ImportError:
        raise absent("queries need the library SQLAlchemy", name, "sql") from None
    before = _BEFORE.match(query)
    if _WRITES.match(query, before.end() if before else 0):
        raise _writes(name)
    try:
        engine = create_engine(url)
    except BaseException as fault:  # drivers raise what they like
        if not is_librarys(fault):
            raise
        what = f"the database's URL or driver cannot be used ({type(fault).__name__})."
        todo = f"Check {url_from}, and that the driver of the database is installed."
        raise refuse("X119", what, name, todo) from None
    try:
        return _answer(engine, name, query)
    except Refused:
        raise
    except BaseException as fault:
        if not is_librarys(fault):
            raise
        original = getattr(fault, "orig", None)
        if getattr(original, "sqlstate", "") == _REFUSED_STATE or "readonly" in str(original):
            raise _writes(name) from None
        what = f"the database did not answer the query ({type(fault).__name__})."
        raise refuse("X119", what, name, "Try the query in the database's own client.") from None
    finally:
        engine.dispose()


def _answer(engine: Engine, name: str, query: str) -> RowsTable:
    from sqlalchemy import text

    if engine.dialect.name == "sqlite":
        _require_there(engine.url.database or "", name)
    rows: list[tuple[object, ...]] = []
    with engine.connect() as connection:
        if words := _READ_ONLY.get(engine.dialect.name):
            connection.exec_driver_sql(words)
            connection.commit()
        answer = connection.execute(text(query))
        headings = [str(key) for key in answer.keys()]  # noqa: SIM118 - a result, no mapping
        moments = getattr(engine.dialect.dbapi, "DATETIME", None)  # so far as the driver tells
        described = answer.cursor.description if moments is not None else ()
        dates = [str(each[0]) for each in described if each[1] == moments]
        try:
            while (row := answer.fetchone()) is not None:
                rows.append(tuple(row))
        except BaseException as fault:  # no driver goes on after it
            if not is_librarys(fault):
                raise
            where = where_in(name, (len(rows) + 2,), " or ".join(dates))
            what = "the row holds something that no table can, such as a date beyond the year 9999."
            todo = "Correct it in the database, or leave it out by the query."
            raise refuse("R167", what, where, todo) from None
    return RowsTable(name, headings, rows)


def _require_there(database: str, name: str) -> None:
    """Raise Refused where there is no file: SQLite would make an empty one."""
    if database in ("", ":memory:") or database.startswith("file:"):
        return
    with coded(Path(name), "opening the database"):
        try:
            open_plain(Path(database)).close()
        except OSError as fault:  # the name of the file is part of the URL, and not repeated
            raise OSError(fault.errno, fault.strerror) from None
        except Refused:
            what = "the database is a folder, a pipe or a device, and a file is needed."
            todo = "Correct the database's URL in its environment variable."
            raise refuse("F102", what, name, todo) from None


def _writes(name: str) -> Refused:
    what = "the query writes into the database, and lacxl only reads."
    todo = "Give a query that begins with SELECT or WITH and changes nothing."
    return refuse("R171", what, name, todo)
