"""Opening a file as tables, whatever kind it is: what is in it decides, not how it is called."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lacxl.domain.errors import refuse
from lacxl.files.os_errors import coded
from lacxl.files.plain import open_plain, require_plain
from lacxl.tables.delimited import IsKnown, open_text
from lacxl.tables.table import Table

MOST_BYTES = 2_000_000_000
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PARQUET = b"PAR1"


def open_tables(path: Path, name: str, is_known: IsKnown = lambda _: False) -> Sequence[Table]:
    """Return the tables of a file: one of a text or Parquet file, one a sheet of a workbook.

    `name` is how the file is called in messages; known headings tell what parts the cells of a
    text. Raises Refused: F1nn where the disk does not give it, F3nn where it is no text, X107 to
    X109 and X118 where it is a workbook or Parquet file that cannot be read.
    """
    with coded(path, "reading the file"):
        require_plain(path)
        if path.stat().st_size > MOST_BYTES:
            what = f"the file is larger than {MOST_BYTES / 1_000_000:,.0f} MB."
            todo = "Check that this is the right file, or export fewer columns or years."
            raise refuse("F302", what, name, todo)
        with open_plain(path) as file:
            content = file.read()
    if content.startswith(_ZIP):
        from lacxl.tables.workbooks import open_workbook

        return open_workbook(content, name)
    if content.startswith(_OLE):
        from lacxl.tables.workbooks import refuse_old

        raise refuse_old(content, name)
    if content.startswith(_PARQUET):
        from lacxl.tables.parquet import open_parquet

        return (open_parquet(content, name),)
    return (open_text(content, name, is_known),)
