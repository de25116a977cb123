"""The command line: one door to the use cases. It knows words and exit codes, and no figures."""

from __future__ import annotations

import gc
import os
import sys

import click

from lacxl import __version__
from lacxl.cli import children, monthly, ribbon
from lacxl.cli.addin import addin
from lacxl.cli.calling import DONE, EXIT_CODES, FAILED, REFUSED, USAGE
from lacxl.cli.doctor import doctor
from lacxl.cli.printing import say, say_json, show_faults, speak_plainly
from lacxl.domain.errors import LacxlError, UsageFault
from lacxl.domain.finding import Finding, error

_WHOLE = "The workbook is whole: as it was, or as it should be. Run again to finish."


@click.group(
    epilog=EXIT_CODES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="lacxl")
def cli() -> None:
    """Fill, check, colour and lock the monthly corporate parenting workbook.

    \b
    Start here:
      lacxl demo                   make a folder with a real report and fill its month
      lacxl refresh 2015-05        fill the month of the workbook in this folder
      lacxl issue 2015-05          lock the month and write the issued copy
      lacxl explain 7.6 2015-05    where a figure comes from
    """


for command in (
    monthly.demo,
    monthly.refresh,
    monthly.undo,
    monthly.issue,
    monthly.figures,
    monthly.explain,
    children.measure,
    children.profile,
    children.synth,
    addin,
    doctor,
    ribbon.ribbon,
    ribbon.helper,
    ribbon.remember,
):
    cli.add_command(command)


def _refuse(fault: LacxlError, arguments: list[str] | None) -> None:
    if "--json" in (sys.argv[1:] if arguments is None else arguments):
        refused = [finding.as_dict() for finding in fault.findings]
        say_json({"format": 1, "refused": True, "findings": refused})
    show_faults(fault)


def _of_click(fault: click.ClickException) -> Finding:
    """Return what click found wrong with the call as a finding, with an example to follow."""
    context = getattr(fault, "ctx", None)
    command = context.command_path if context else "lacxl"
    epilog = (context.command.epilog or "") if context else ""
    examples = epilog.partition("Exit codes")[0].splitlines()
    example = next((line.strip() for line in examples if line.strip().startswith("lacxl ")), "")
    todo = f"Example: {example.partition('   ')[0]}. " if example else ""
    return error("U106", f"{fault.format_message()}", todo=f"{todo}All options: {command} --help")


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    speak_plainly()
    try:
        code = cli.main(args=arguments, prog_name="lacxl", standalone_mode=False)
    except LacxlError as fault:
        _refuse(fault, arguments)
        code = USAGE if isinstance(fault, UsageFault) else REFUSED
    except click.exceptions.NoArgsIsHelpError as fault:
        say(fault.format_message(), err=True)
        code = USAGE
    except click.ClickException as fault:
        _refuse(UsageFault(_of_click(fault)), arguments)
        code = USAGE
    except (click.Abort, KeyboardInterrupt):
        say(f"Stopped. {_WHOLE}", err=True)
        code = REFUSED
    except BrokenPipeError:  # the reader of a pipe has gone: nothing to say and nobody to hear it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = DONE
    except Exception as fault:
        if os.environ.get("LACXL_DEBUG"):
            raise
        say(
            f"lacxl failed: {type(fault).__name__}. {_WHOLE} Please report it; LACXL_DEBUG=1 shows "
            "where it happened.",
            err=True,
        )
        code = FAILED
    if arguments is None:
        gc.freeze()  # nothing is gained by collecting what the end of the process frees anyway
    sys.exit(code if isinstance(code, int) else DONE)
