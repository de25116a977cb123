"""The answer to an SQL query as a table."""

from __future__ import annotations

import importlib
import os
from typing import Any

from lacxl.domain.errors import refuse
from lacxl.extracts.tables.parquet import FrameTable


def run_query(name: str, query: str, url_from: str) -> FrameTable:
    """Return the answer to a query of the database whose URL is in an environment variable.

    Raises Refused (X117 to X119). What the database says is not passed on: it may quote values.
    """
    url = os.environ.get(url_from, "")
    if not url:
        raise refuse(
            "X117", f"the environment variable {url_from} with the database's URL is not set.",
            name,
            "Set it to a SQLAlchemy URL, such as postgresql+psycopg://user@host/database.",
        )  # fmt: skip
    try:
        sqlalchemy: Any = importlib.import_module("sqlalchemy")
    except ImportError:
        raise refuse(
            "X118", "queries need the library SQLAlchemy, which is not installed.", name,
            "pip install lacxl[sql]",
        ) from None  # fmt: skip
    import pandas as pd

    try:
        engine = sqlalchemy.create_engine(url)
    except Exception as fault:  # drivers raise what they like
        raise refuse(
            "X119", f"the database's URL or driver cannot be used ({type(fault).__name__}).", name,
            f"Check {url_from}, and that the driver of the database is installed.",
        ) from None  # fmt: skip
    try:
        with engine.connect() as connection:
            answer = connection.execute(sqlalchemy.text(query))
            frame = pd.DataFrame(list(map(tuple, answer)), columns=list(answer.keys()))
    except Exception as fault:
        raise refuse(
            "X119", f"the database did not answer the query ({type(fault).__name__}).", name,
            "Try the query in the database's own client.",
        ) from None  # fmt: skip
    finally:
        engine.dispose()
    return FrameTable(name, frame)
