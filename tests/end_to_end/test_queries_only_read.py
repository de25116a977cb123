"""A query reads and nothing else: what would write is refused, and the database stays as it is.

SQLite and a real PostgreSQL; other databases get no statement that begins with a word of writing,
and nothing is ever committed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from folders import MAY, assert_plain, assert_refused, run, settings_under, state_of

import postgres
from lacxl.domain.errors import Refused
from lacxl.tables.queries import run_query

PASSWORD = "Zq7uniquepassword"
WRITES = (
    "DELETE FROM kept",
    "  insert into kept values (2)",
    "-- a remark\n/* and\nanother */ (UPDATE kept SET n = 3)",
    "DROP TABLE kept",
    "CREATE TABLE other (n int)",
    "TRUNCATE kept",
    ";; delete from kept",
)
ADD_ONE = """
CREATE FUNCTION add_one() RETURNS int LANGUAGE sql AS 'INSERT INTO kept VALUES (1); SELECT 1'
"""
HIDDEN = ("WITH gone AS (DELETE FROM kept RETURNING n) SELECT * FROM gone", "SELECT add_one()",
          "SELECT nextval('numbers')")  # fmt: skip


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Server]:
    with postgres.server(PASSWORD) as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def count(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], int]:
    """Lay a database ready and return what counts the rows of its table kept."""
    sqlalchemy = pytest.importorskip("sqlalchemy")
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'council.db'}"
        more: tuple[str, ...] = ()
    else:
        url = request.getfixturevalue("server").url
        more = (
            "CREATE SEQUENCE numbers",
            ADD_ONE,
        )
    engine = sqlalchemy.create_engine(url)
    with engine.begin() as connection:
        if more:
            connection.execute(sqlalchemy.text("DROP SCHEMA public CASCADE; CREATE SCHEMA public"))
        for statement in ("CREATE TABLE kept (n int)", "INSERT INTO kept VALUES (1)", *more):
            connection.execute(sqlalchemy.text(statement))
    engine.dispose()
    monkeypatch.setenv("COUNCIL", url)

    def counted() -> int:
        fresh = sqlalchemy.create_engine(url)
        with fresh.connect() as connection:
            found: int = connection.execute(sqlalchemy.text("SELECT count(*) FROM kept")).scalar()
        fresh.dispose()
        return found

    return counted


@pytest.mark.parametrize("query", WRITES)
def test_a_statement_that_writes_is_refused(count: Callable[[], int], query: str) -> None:
    with pytest.raises(Refused) as refused:
        run_query("the query", query, "COUNCIL")
    assert refused.value.codes == ("R171",)
    assert count() == 1


def test_so_is_one_that_hides_it_in_sqlite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "council.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE kept (n int)")
        connection.execute("INSERT INTO kept VALUES (1)")
    connection.close()
    before = path.read_bytes()
    monkeypatch.setenv("COUNCIL", f"sqlite:///{path}")
    for query in (
        "WITH x AS (SELECT 1) DELETE FROM kept",
        "WITH x AS (SELECT 1) INSERT INTO kept SELECT * FROM x",
    ):
        with pytest.raises(Refused) as refused:
            run_query("the query", query, "COUNCIL")
        assert refused.value.codes == ("R171",)
    assert path.read_bytes() == before


@pytest.mark.parametrize("count", ["postgresql"], indirect=True)
@pytest.mark.parametrize("query", HIDDEN)
def test_so_is_one_that_hides_it_in_postgresql(count: Callable[[], int], query: str) -> None:
    with pytest.raises(Refused) as refused:
        run_query("the query", query, "COUNCIL")
    assert refused.value.codes == ("R171",)
    assert count() == 1


@pytest.mark.parametrize(
    "query",
    [
        "SELECT n FROM kept",
        "  -- all\nselect n from kept",
        "WITH x AS (SELECT n FROM kept) SELECT * FROM x",
    ],
)
def test_a_query_that_reads_is_answered(count: Callable[[], int], query: str) -> None:
    answer = run_query("the query", query, "COUNCIL")
    assert answer.head == [["n"]]
    assert [row.cells for row in answer.below(0)] == [(1,)]
    assert count() == 1


@pytest.mark.parametrize("count", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    "odd", ["'infinity'::date", "'20000-01-01'::date", "'4000-01-01 BC'::date"]
)
def test_a_date_beyond_the_calendar_is_refused_by_row_and_column(
    count: Callable[[], int], odd: str
) -> None:
    query = f"SELECT 1 AS n, '2015-05-01'::date AS began UNION ALL SELECT 2, {odd}"
    with pytest.raises(Refused) as refused:
        run_query("the query", query, "COUNCIL")
    assert [(f.code, f.where) for f in refused.value.findings] == [
        ("R167", "the query row 3 column began")
    ]
    assert count() == 1


def test_no_empty_database_is_made_where_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("missing.db", "missing folder/x.db"):
        monkeypatch.setenv("COUNCIL", f"sqlite:///{tmp_path / name}")
        with pytest.raises(Refused) as refused:
            run_query("the query", "SELECT 1", "COUNCIL")
        assert refused.value.codes == ("F101",)
        assert str(tmp_path) not in str(refused.value), "it is part of the URL"
    assert list(tmp_path.iterdir()) == []


def test_a_refresh_from_a_query_that_writes_is_refused(
    fresh: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sqlite3.connect(tmp_path / "council.db") as connection:
        connection.execute("CREATE TABLE kept (n int)")
    connection.close()
    monkeypatch.setenv("COUNCIL", f"sqlite:///{tmp_path / 'council.db'}")
    settings_under(fresh, "extracts", 'readings_query = "DELETE FROM kept"\nurl_from = "COUNCIL"')
    before = state_of(fresh)
    ran = run(fresh, "refresh", MAY)
    assert_plain(ran)
    assert_refused(ran, "R171", "lacxl only reads")
    assert state_of(fresh) == before
