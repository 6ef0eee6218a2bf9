"""Durations as people write them, `250ms` or `1.5h`, and as the kernel counts: nanoseconds."""

import re
from fractions import Fraction
from typing import Annotated

from pydantic import BeforeValidator, Field

UNITS = {
    "ns": 1,
    "us": 1_000,
    "ms": 1_000_000,
    "s": 1_000_000_000,
    "m": 60_000_000_000,
    "h": 3_600_000_000_000,
    "d": 86_400_000_000_000,
}
LONGEST = 30 * UNITS["d"]
Time = str | int  # text such as `1m30s`, or whole nanoseconds
_PART = re.compile(r"(\d{1,15}(?:\.\d{1,9})?)(ns|us|ms|s|m|h|d)")


def nanoseconds(text: Time) -> int:
    """`1m30s` to 90_000_000_000. A whole number is nanoseconds already. Raises ValueError."""
    if isinstance(text, int) and not isinstance(text, bool):
        ns = text
    elif isinstance(text, str) and re.fullmatch(f"(?:{_PART.pattern})+", text.strip()):
        parts = _PART.findall(text)
        ns = int(sum(Fraction(number) * UNITS[unit] for number, unit in parts))
    else:
        raise ValueError(f"expected a duration such as 250ms, 1.5s or 1m30s, got {text!r}")
    if not 0 <= ns <= LONGEST:
        raise ValueError(f"expected a duration from 0 to 30d, got {text!r}")
    return ns


def readable(ns: int) -> str:
    """Clock face of a time in the run: `0:14:07.250`."""
    seconds, fraction = divmod(ns, UNITS["s"])
    text = f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return text if not fraction else f"{text}.{fraction // UNITS['ms']:03}"


Duration = Annotated[
    int,
    BeforeValidator(nanoseconds, json_schema_input_type=str),
    Field(examples=["250ms", "1m30s"]),
]
