"""What somebody would write without lacxl: pandas reads the extract, openpyxl sets the cells.

The values come ready worked out and it neither checks, colours, locks, backs up nor reads back:
every doubt is in its favour.
"""

import datetime as dt
import json
import sys
from pathlib import Path

import openpyxl
import pandas


def main(folder: Path, cells: Path) -> None:
    """Fill the workbook in the folder."""
    readings = pandas.read_csv(folder / "readings.csv")
    if readings.empty:
        sys.exit("no readings")
    workbook = next(folder.glob("*.xlsx"))
    book = openpyxl.load_workbook(workbook)
    for cell in json.loads(cells.read_text(encoding="utf-8")):
        value = cell["after"]
        if isinstance(cell["before"], str) and cell["before"].endswith("T00:00:00"):
            value = dt.datetime.fromisoformat(value)
        book[cell["sheet"]][cell["cell"]].value = value
    book.save(workbook)


main(Path(sys.argv[1]), Path(sys.argv[2]))
