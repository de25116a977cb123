"""What lacxl keeps beside a workbook, plain text each, and what it promises of it.

- `history`: every reading ever taken; only ever added to.
- `record`: every issue; only ever added to.
- `reasons`: what a person accepted as it is, and why; only ever added to.
- `receipts`: one a run, with every cell that changed; there before the workbook changes, settled by
  what the cells hold where a run was cut off, and what undoing goes by.
- `unfinished`: a note of an issue in Excel that is under way; gone once it is on the record.

docs/audit.md has their forms.
"""
