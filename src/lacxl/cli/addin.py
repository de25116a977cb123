"""The commands of the Excel add-in: lacxl addin build, install, status, remove."""

from __future__ import annotations

from pathlib import Path

import click

from lacxl.cli import addin_setup
from lacxl.cli.calling import DONE, EXIT_CODES
from lacxl.cli.printing import say


@click.group()
def addin() -> None:
    """The Excel add-in with the tab Corporate Parenting: install, look after, remove, build."""


@addin.command(
    epilog="\b\nExamples:\n"
    "  lacxl addin build            write the add-in that ships\n"
    "  lacxl addin build --check    say whether it is what the sources give\n\n" + EXIT_CODES
)
@click.option("--check", "only_check", is_flag=True, help="Write nothing; 3 if it differs.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write it. Default: beside lacxl's own code, from where it ships.",
)
def build(only_check: bool, out: Path | None) -> int:
    """Build lacxl.xlam from the sources in vba_shim, and its hash beside it.

    For developers: who uses lacxl has the built add-in already. The same sources give the same
    bytes on every machine.
    """
    from lacxl.addin import building

    target = out or building.SHIPPED
    made = building.check(target) if only_check else building.write(target)
    state = "as built before" if not made.changed else "written"
    say(f"{made.path}: {'is what the sources give' if only_check else state}")
    say(f"{made.size} bytes, SHA-256 {made.sha256}")
    return DONE


for command in (addin_setup.install, addin_setup.status, addin_setup.remove):
    addin.add_command(command)
