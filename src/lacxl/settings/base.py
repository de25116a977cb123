"""What the tables of lacxl.toml are made of: a section, file names, limits."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from lacxl.domain.numbers import as_typed, without_percent

_LIMIT = re.compile(r"\d{1,9}(?:\.\d{1,9})?", re.ASCII)


def one_line(written: str) -> str:
    """Return a text that is one line; raises ValueError for another."""
    if any(unicodedata.category(c) in {"Cc", "Zl", "Zp"} for c in written):
        raise ValueError("one line without control characters is needed")
    return written


FileName = Annotated[str, Field(min_length=1, max_length=400), AfterValidator(one_line)]
OptionalFile = Annotated[str, Field(max_length=400), AfterValidator(one_line)]
CoverText = Annotated[str, Field(max_length=250), AfterValidator(one_line)]


Ceiling = Annotated[int, Field(ge=1, le=999_999_999_999)]
Variable = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*\z")]


class Limit(Decimal):
    """A limit as kept ("95%" is 0.95), which knows whether it was written as a percentage."""

    __slots__ = ("is_percentage",)
    is_percentage: bool

    @classmethod
    def parse(cls, written: object) -> Limit:
        """Return the limit written as "95%", "470" or 470; raises ValueError for anything else."""
        text = "" if isinstance(written, bool) else str(written).strip()
        number, is_percentage = without_percent(text)
        if not _LIMIT.fullmatch(number):
            raise ValueError(
                'a number, or a percentage in quotation marks such as "95%", is needed'
            )
        limit = cls(as_typed(text))
        limit.is_percentage = is_percentage
        return limit


def _limit(written: object) -> Limit:
    return Limit.parse(written)


Tolerance = Annotated[Limit, BeforeValidator(_limit)]


class Section(BaseModel):
    """A table of the file: nothing is converted silently, and no other key is allowed."""

    model_config = ConfigDict(
        strict=True,
        extra="forbid",
        frozen=True,
        arbitrary_types_allowed=True,
        defer_build=True,  # the whole file is checked at once, so no section needs its own check
    )
    about: ClassVar[str] = ""
