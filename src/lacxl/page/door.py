"""What the page asks and is answered: a request in JSON to an answer in JSON, no exception.

The page says that it is ready once this module is loaded; the rest of lacxl is loaded by
`prepare`, or by the first request.
"""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable
from pathlib import Path

from lacxl.domain.errors import LacxlError, failed, refuse

Progress = Callable[[str], None]


def answer(request: str, progress: Progress = lambda _step: None) -> str:
    """Return the answer to a request: `do`, `folder` and the `inputs` of what is done.

    An answer has `result` and `words`; or `refused`, the findings that say why nothing was done.
    """
    from lacxl.page.as_json import fault_as_dict
    from lacxl.page.deeds import done

    try:
        asked = json.loads(request)
        answered = done(asked["do"], Path(asked["folder"]), asked.get("inputs", {}), progress)
    except LacxlError as fault:
        answered = fault_as_dict(fault)
    except ModuleNotFoundError as fault:
        answered = fault_as_dict(_not_in_the_page(fault.name or ""))
    except Exception as fault:
        answered = {**fault_as_dict(failed(fault)), "trace": _trace(fault)}
    return json.dumps(answered)


def prepare() -> None:
    """Load what the first request will need."""
    from lacxl.app.check import check  # noqa: F401 - they stay loaded
    from lacxl.app.figures import explain  # noqa: F401
    from lacxl.app.month import refresh  # noqa: F401
    from lacxl.page import deeds  # noqa: F401


def _not_in_the_page(library: str) -> LacxlError:
    """Return what to say where a part is asked for that the page does not carry."""
    if library.startswith("lacxl.records"):
        return refuse(
            "J106",
            "The page counts no children's records: that takes a library that it does not have.",
            todo="Count them with lacxl on a computer, and give the page the readings.",
        )
    return refuse(
        "J106",
        f"This takes the library {library.partition('.')[0]}, which the page does not have.",
        todo="Do this with lacxl on a computer.",
    )


def _trace(fault: BaseException) -> str:
    """Return where it happened, for a report; without the fault's words."""
    frames = traceback.extract_tb(fault.__traceback__)
    lines = [f"{each.filename}:{each.lineno} {each.name}" for each in frames]
    return "\n".join([*lines, type(fault).__name__])
