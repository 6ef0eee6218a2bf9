"""What is asked of a storage and what it answers: matchers of labels, blocks of samples, a result.

Patterns are RE2's, tried in time linear in the words they meet. They are fully anchored, and `.`
matches line ends, as in Prometheus. Times are Unix milliseconds. A row is a series, a column a
time; where a sample is absent, the value is NaN and a flag says so.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

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


Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class SampleBlock:
    """Series that share one time axis; a label set stands in one block only."""

    labels: Sequence[Mapping[str, str]]  # one a row, with `__name__`
    times_ms: Ints  # (T,) ascending
    values: Floats  # (rows, T)
    present: Flags | None = None  # a sample is there; None: wherever the value is not NaN
    stale: Flags | None = None  # a stale marker; None: at the first absent scrape after a present
    opaque: Flags | None = None  # the sample is a native histogram, whose value is not known here

    def presence(self) -> Flags:
        """Samples, (rows, T)."""
        return ~np.isnan(self.values) if self.present is None else self.present

    def stale_markers(self, presence: Flags) -> Flags:
        """Stale markers, (rows, T)."""
        if self.stale is not None:
            return self.stale
        markers = np.zeros(presence.shape, dtype=np.bool_)
        markers[:, 1:] = presence[:, :-1] & ~presence[:, 1:]
        return markers


class Storage(Protocol):
    """Gives series by matchers, of which one may be on `__name__`."""

    def select(self, matchers: Sequence[Matcher]) -> Iterable[SampleBlock]:
        """Blocks of the series that all matchers accept. Raises ValueError for a bad pattern."""


@dataclass(frozen=True, kw_only=True)
class QueryResult:
    """An answer: `values` and `present` are (rows, T); a string stands in `text`."""

    kind: Literal["vector", "matrix", "scalar", "string"]
    labels: tuple[dict[str, str], ...]
    times_ms: Ints
    values: Floats
    present: Flags
    text: str = ""
    warnings: tuple[str, ...] = ()
