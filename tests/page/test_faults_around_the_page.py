"""What happens around the page: the memory ends, the worker dies, the tab sleeps."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter
from driven import Driven
from native import MAY, run

from lacxl.demo import WORKBOOK

WORKER = """
self.Worker = class extends self.Worker {
  constructor(...given) { super(...given); self.interpreter = this; }
};
"""
MEMORY = """{
  const grow = WebAssembly.Memory.prototype.grow;
  let ended = false;
  self.addEventListener("message", ({ data }) => {
    if (data.kind === "memory") ended = data.ended;
  });
  WebAssembly.Memory.prototype.grow = function (pages) {
    if (ended) throw new RangeError("no memory left");
    return grow.call(this, pages);
  };
}
"""
"""Gives the interpreter no more memory once it is told so: simulated, as no test may use it up."""


LONGEST_GAP = """
self.gap = 0;
let last = Date.now();
setInterval(() => {
  self.gap = Math.max(self.gap, Date.now() - last);
  last = Date.now();
}, 100);
"""


def memory(page: Driven, *, ended: bool) -> None:
    code = f"self.interpreter.postMessage({{kind: 'memory', ended: {str(ended).lower()}}}); 0"
    page.do("evaluate", code=code)


def large_workbook(path: Path) -> Path:
    """Write a workbook of three hundred thousand cells, whose tree takes more than there is."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for row in range(3000):
            sheet.write_row(row, 0, range(100))
    return path


def test_memory_that_ends_in_python_is_told_and_the_page_goes_on(
    page: Driven, folder: Path, tmp_path: Path
) -> None:
    page.open(script=WORKER, inWorker=MEMORY)
    page.give(large_workbook(tmp_path / "large.xlsx"))
    memory(page, ended=True)
    page.press("Check the workbook")
    assert "U109" in page.text("#fault")
    assert "Close other tabs" in page.text("#fault")
    assert page.text("#status") == "Nothing was changed."
    page.give(folder)
    page.press("Fill May-15")
    run(folder, ["refresh", MAY])
    saved = page.download("Save the workbook alone", tmp_path)
    assert saved.read_bytes() == (folder / WORKBOOK).read_bytes()
    page.download("Save everything as one zip", tmp_path)
    memory(page, ended=False)
    page.give(tmp_path / "large.xlsx")
    page.press("Check the workbook")
    assert "L101" in page.text("#fault"), "read, and no report"


def test_memory_that_ends_as_a_file_is_saved_is_told_and_it_can_be_saved_again(
    page: Driven, folder: Path, tmp_path: Path
) -> None:
    no_room = """
    const send = self.postMessage;
    self.postMessage = function (message, transfer) {
      if (message.kind !== "given" || self.wasFull) return send.call(self, message, transfer);
      self.wasFull = true;
      throw new RangeError("Array buffer allocation failed");
    };
    """
    page.open(inWorker=no_room)
    page.give(folder)
    page.press("Fill May-15")
    page.press("Save the workbook alone")
    assert "J108" in page.text("#fault")
    assert "still here" in page.text("#fault")
    saved = page.download("Save the workbook alone", tmp_path)
    run(folder, ["refresh", MAY])
    assert saved.read_bytes() == (folder / WORKBOOK).read_bytes()


def test_a_worker_that_dies_at_work_is_told_and_so_is_whatever_is_asked_of_it_then(
    page: Driven, folder: Path
) -> None:
    """It fails outside Python, in the midst of a fill."""
    dies = """
    self.addEventListener("message", ({ data }) => {
      if (data.kind === "ask" && data.request.includes('"next-month"')) throw new Error("gone");
    });
    """
    page.open(inWorker=dies)
    page.give(folder)
    page.press("Fill May-15")
    page.press("Make the place for the next month")
    assert "J102" in page.text("#fault")
    assert "What was not saved has to be done again." in page.text("#fault")
    assert not page.shows("#save")
    page.press("Check the workbook")
    assert "J102" in page.text("#fault")
    assert page.do("evaluate", code="document.getElementById('status').dataset.busy") == "no"
    assert page.do("leaving") == ""
    page.open()


def test_a_tab_that_slept_answers(page: Driven, folder: Path) -> None:
    page.open(script=LONGEST_GAP)
    page.give(folder)
    page.do("press", name="Fill May-15", leave=True)
    page.do("sleep", milliseconds=3000)
    page.do("rest")
    assert page.do("evaluate", code="self.gap") > 2500, "milliseconds"
    assert "May 2015 is filled: 132 cells on 9 sheets." in page.text("#outcome")
    page.do("sleep", milliseconds=1000)
    page.press("Check the workbook")
    assert page.shows("#outcome")
    assert page.shows("#save")
