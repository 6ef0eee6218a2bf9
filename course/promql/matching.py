"""Label matchers and RE2 patterns, in time linear in the words they are tried on.

Patterns are fully anchored and `.` matches line ends, as in Prometheus 3.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Op = Literal["=", "!=", "=~", "!~"]
LONGEST_PATTERN = 1000


@dataclass(frozen=True, kw_only=True)
class Matcher:
    """A label matcher of PromQL; an absent label is the empty string."""

    label: str
    op: Op
    value: str

    def accepts(self, words: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Say which words match. Patterns are RE2's, fully anchored. Raises ValueError."""
        if self.op in ("=", "!="):
            matches = np.array([word == self.value for word in words], dtype=np.bool_)
        else:
            matches = anchored(self.value, words)
        return ~matches if self.op in ("!=", "!~") else matches


def anchored(pattern: str, words: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Match whole words, in time linear in their length. Raises ValueError for a bad pattern."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if len(pattern) > LONGEST_PATTERN:
        raise ValueError(f"pattern: expected at most {LONGEST_PATTERN} characters")
    try:
        matches = pc.match_substring_regex(pa.array(words, pa.string()), f"^(?s:{pattern})$")
    except pa.ArrowInvalid as error:
        raise ValueError(f"pattern: {pattern!r}: {error}") from error
    return np.asarray(matches.to_numpy(zero_copy_only=False), dtype=np.bool_)


def rewritten(pattern: str, template: str, words: Sequence[str]) -> list[str | None]:
    """Fill a template of Go's regexp ($1, ${1}, $$) for each word; None where it does not match.

    Raises ValueError for a bad pattern, NotImplementedError for references by name or above 9.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    matching = anchored(pattern, words)
    filled = _template(template, groups_of(pattern))
    replaced = pc.replace_substring_regex(
        pa.array(words, pa.string()),
        pattern=f"^(?s:{pattern})$",
        replacement=filled,
        max_replacements=1,
    ).to_pylist()
    return [new if matches else None for new, matches in zip(replaced, matching, strict=True)]


def groups_of(pattern: str) -> int:
    """Number of capturing groups; named ones are refused, since a template may use their names."""
    groups, inside, at = 0, False, 0
    while at < len(pattern):
        sign = pattern[at]
        if sign == "\\":
            if pattern[at + 1 : at + 2] == "Q":
                raise NotImplementedError("\\Q in the pattern")
            at += 1
        elif inside:
            inside = sign != "]"
        elif sign == "[":
            inside = True
            at += 1 if pattern[at + 1 : at + 2] == "^" else 0
            at += 1 if pattern[at + 1 : at + 2] == "]" else 0
        elif sign == "(":
            if pattern[at + 1 : at + 2] != "?":
                groups += 1
            elif re.match(r"\?P?<", pattern[at + 1 :]):
                raise NotImplementedError("a named group in the pattern")
        at += 1
    return groups


def _template(template: str, groups: int) -> str:
    def filled(reference: re.Match[str]) -> str:
        name = reference["braced"] or reference["bare"]
        if reference[0] == "$$":
            return "$"
        if name is None:
            return reference[0]  # a lone $ stands for itself
        if not name.isdigit() or int(name) > groups:
            return ""
        if int(name) > 9:
            raise NotImplementedError(f"reference ${name} in the replacement")
        return f"\\{int(name)}"

    sign = re.compile(r"\$(?:\$|\{(?P<braced>\w+)\}|(?P<bare>\w+))?", re.ASCII)
    return sign.sub(filled, template.replace("\\", "\\\\"))
