"""What lacxl keeps beside a workbook, plain text each, and what it promises of it.

- `history`: every reading ever taken; only ever added to.
- `record`: every issue; only ever added to.
- `reasons`: what a person accepted as it is, and why; only ever added to.
- `restated`: which issued figures were corrected, and why; only ever added to.
- `printed`: what left the workbook for another month; only ever added to.
- `receipts`: one a run, with every cell that changed; there before the workbook changes, settled by
  what the cells hold where a run was cut off, and what undoing goes by.
- `unfinished`: a note of an issue in Excel that is under way; gone once it is on the record.

`csv_ledger` reads and adds to what is only ever added to, but for the record, which a person may
correct. docs/audit.md has their forms.
"""
