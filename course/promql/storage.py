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
    """A condition on one label, such as `job=~"api|web"`.

    A series without the label is treated as if the label were an empty string.

    Parameters
    ----------
    label : str
        Name of the label; `__name__` stands for the metric's name.
    op : {"=", "!=", "=~", "!~"}
        Equal, not equal, matches the pattern, does not match the pattern.
    value : str
        The value or the pattern to compare with.
    """

    label: str
    op: Op
    value: str

    def accepts(self, words: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Say which values of the label meet the condition.

        Parameters
        ----------
        words : sequence of str
            Values of the label.

        Returns
        -------
        numpy.ndarray of bool
            One entry for each value.

        Raises
        ------
        ValueError
            Where the pattern is wrong, or longer than 1,000 characters.

        Notes
        -----
        Patterns are those of RE2, as in Prometheus, and must match the whole value.

        Examples
        --------
        >>> from course.promql import Matcher
        >>> Matcher(label="job", op="=~", value="api|web").accepts(["api", "db"]).tolist()
        [True, False]
        """
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
    """Series whose samples have the same times. A set of labels may stand in one block only.

    Parameters
    ----------
    labels : sequence of mappings
        The labels of each row, `__name__` among them.
    times_ms : numpy.ndarray of int64, shape (T,)
        Times in Unix milliseconds, ascending.
    values : numpy.ndarray of float64, shape (rows, T)
        The samples.
    present : numpy.ndarray of bool, shape (rows, T), optional
        Where there is a sample; without it, wherever the value is not NaN.
    stale : numpy.ndarray of bool, shape (rows, T), optional
        Where a series is marked as ended; without it, wherever the first sample is missing after
        one that is there.
    opaque : numpy.ndarray of bool, shape (rows, T), optional
        Where the sample is a native histogram, whose value is not known here.
    """

    labels: Sequence[Mapping[str, str]]
    times_ms: Ints
    values: Floats
    present: Flags | None = None
    stale: Flags | None = None
    opaque: Flags | None = None

    def presence(self) -> Flags:
        """Say where there are samples.

        Returns
        -------
        numpy.ndarray of bool, shape (rows, T)
            True where there is one.
        """
        return ~np.isnan(self.values) if self.present is None else self.present

    def stale_markers(self, presence: Flags) -> Flags:
        """Say where series are marked as ended.

        Parameters
        ----------
        presence : numpy.ndarray of bool, shape (rows, T)
            What `presence` gives.

        Returns
        -------
        numpy.ndarray of bool, shape (rows, T)
            True where a series ends.
        """
        if self.stale is not None:
            return self.stale
        markers = np.zeros(presence.shape, dtype=np.bool_)
        markers[:, 1:] = presence[:, :-1] & ~presence[:, 1:]
        return markers


class Storage(Protocol):
    """Anything that gives series for matchers. Queries read from nothing else."""

    def select(self, matchers: Sequence[Matcher]) -> Iterable[SampleBlock]:
        """Give the series that meet all conditions.

        Parameters
        ----------
        matchers : sequence of Matcher
            The conditions, of which at most one is on `__name__`.

        Returns
        -------
        iterable of SampleBlock
            Blocks of series; none where nothing matches.

        Raises
        ------
        ValueError
            Where a pattern is wrong.
        """


@dataclass(frozen=True, kw_only=True)
class QueryResult:
    """The answer to a query.

    Attributes
    ----------
    kind : {"vector", "matrix", "scalar", "string"}
        A vector has one time, a matrix several; a scalar is one row without labels.
    labels : tuple of dict
        The labels of each row.
    times_ms : numpy.ndarray of int64, shape (T,)
        Times in Unix milliseconds.
    values : numpy.ndarray of float64, shape (rows, T)
        The numbers; those without a sample mean nothing.
    present : numpy.ndarray of bool, shape (rows, T)
        Where there is a sample.
    text : str
        The answer where it is a string.
    warnings : tuple of str
        What Prometheus would warn of.
    """

    kind: Literal["vector", "matrix", "scalar", "string"]
    labels: tuple[dict[str, str], ...]
    times_ms: Ints
    values: Floats
    present: Flags
    text: str = ""
    warnings: tuple[str, ...] = ()
