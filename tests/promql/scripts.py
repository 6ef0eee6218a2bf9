"""Reads Prometheus' promqltest scripts and judges an evaluator by them.

An eval is right (values, labels, order), refused by name, not parsed (our parser fails where
Prometheus' does not), unread (this file does not understand the script), or wrong. A right one may
still lack an annotation or have another message: that is counted apart.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from course.errors import QueryError
from course.promql import Matcher, QueryResult, SampleBlock, instant, over
from course.promql.query_text import NotEvaluatedError
from course.promql.syntax import parse

NUMBER = r"(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|0x[0-9a-fA-F]+|[Ii][Nn][Ff]|[Nn][Aa][Nn])"
POINT = re.compile(
    rf"(?P<gap>_)(?:x(?P<gaps>\d+))?|(?P<stale>stale)|"
    rf"(?P<first>[+-]?{NUMBER})(?:(?P<delta>[+-]{NUMBER})?x(?P<times>\d+))?|"
    r"(?P<hist>\{\{[^}]*\}\})(?:(?:[+-]\{\{[^}]*\}\})?x(?P<hists>\d+))?"
)
LABEL = re.compile(
    r'\s*(?:"((?:[^"\\]|\\.)*)"|([\w.:]+))\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|\'([^\']*)\'|`([^`]*)`))?\s*(,|$)'
)
UNITS = {
    "ms": 1,
    "s": 1000,
    "m": 60_000,
    "h": 3_600_000,
    "d": 86_400_000,
    "w": 604_800_000,
    "y": 31_536_000_000,
}
STALE, HISTOGRAM = "stale", "histogram"
Sample = float | str  # a number, STALE or HISTOGRAM
Key = frozenset[tuple[str, str]]


def milliseconds(word: str) -> int:
    """Duration or seconds, as the scripts write them."""
    if re.fullmatch(r"-?\d+(\.\d+)?", word):
        return round(float(word) * 1000)
    parts = re.findall(r"(\d+)(ms|[smhdwy])", word)
    assert "".join(a + b for a, b in parts) == word.lstrip("-"), word
    total = sum(int(n) * UNITS[unit] for n, unit in parts)
    return -total if word.startswith("-") else total


def number(word: str) -> float:
    return float(int(word, 16)) if word.lower().startswith("0x") else float(word)


def unquoted(word: str) -> str:
    known = {"n": "\n", "t": "\t", "\\": "\\", '"': '"', "'": "'"}
    return re.sub(r"\\(.)", lambda match: known.get(match[1], match[0]), word)


def points(text: str) -> list[Sample | None]:
    """Values of a series line, None where nothing is."""
    samples: list[Sample | None] = []
    text = text.strip()
    while text:
        match = POINT.match(text)
        if match is None or (match.end() < len(text) and not text[match.end()].isspace()):
            raise ValueError(f"points: {text[:40]}")
        text = text[match.end() :].lstrip()
        if match["gap"]:
            samples += [None] * int(match["gaps"] or 1)
        elif match["stale"]:
            samples.append(STALE)
        elif match["hist"]:
            samples += [HISTOGRAM] * (int(match["hists"] or 0) + 1)
        elif match["times"] is None:
            samples.append(number(match["first"]))
        else:
            value, delta = number(match["first"]), number(match["delta"] or "0")
            for _ in range(int(match["times"]) + 1):
                samples.append(value)
                value += delta
    return samples


def series(line: str) -> tuple[Key, list[Sample | None]]:
    """Labels and points of a line."""
    match = re.match(r"\s*([A-Za-z_:][\w:]*)?\s*", line)
    assert match is not None
    labels = {"__name__": match[1]} if match[1] else {}
    rest = line[match.end() :]
    if rest.startswith("{") and not rest.startswith("{{"):
        end = re.match(r'\{(?:[^"}\'`]|"(?:[^"\\]|\\.)*"|\'[^\']*\'|`[^`]*`)*\}', rest)
        if end is None:
            raise ValueError(f"series: {line}")
        inside, rest = rest[1 : end.end() - 1].strip(), rest[end.end() :]
        while inside:
            pair = LABEL.match(inside)
            if pair is None:
                raise ValueError(f"labels: {inside}")
            name = unquoted(pair[1]) if pair[1] is not None else pair[2]
            values = [v for v in pair.group(3, 4, 5) if v is not None]
            if values:
                labels[name] = unquoted(values[0]) if pair[3] is not None else values[0]
            else:
                labels["__name__"] = name
            inside = inside[pair.end() :]
    return frozenset(item for item in labels.items() if item[1]), points(rest)


@dataclass
class Loaded:
    """A storage filled by load lines; series with equal times share a block."""

    rows: dict[Key, dict[int, Sample]] = field(default_factory=dict)
    broken: str = ""  # a load line that was not understood: nothing can be judged until a clear

    def load(self, gap: int, line: str) -> tuple[Key, list[Sample | None]]:
        key, values = series(line)
        row = self.rows.setdefault(key, {})
        row |= {n * gap: v for n, v in enumerate(values) if v is not None}
        return key, values

    def histograms(self, gap: int, loaded: Iterable[tuple[Key, list[Sample | None]]]) -> None:
        """What load_with_nhcb makes of classic buckets."""
        for key, values in loaded:
            labels = dict(key)
            name, _, end = labels.get("__name__", "").rpartition("_")
            if end in ("bucket", "sum", "count"):
                labels.pop("le", None)
                row = self.rows.setdefault(frozenset({**labels, "__name__": name}.items()), {})
                row |= {n * gap: HISTOGRAM for n, v in enumerate(values) if v is not None}

    def select(self, matchers: Sequence[Matcher]) -> Iterator[SampleBlock]:
        keys = [key for key, row in self.rows.items() if row]
        accepted = np.ones(len(keys), dtype=np.bool_)
        for one in matchers:
            accepted &= one.accepts([dict(key).get(one.label, "") for key in keys])
        alike: dict[tuple[int, ...], list[Key]] = {}
        for n in np.flatnonzero(accepted):
            alike.setdefault(tuple(sorted(self.rows[keys[n]])), []).append(keys[n])
        for times, members in alike.items():
            table = [[self.rows[key][t] for t in times] for key in members]
            hist = np.array([[v == HISTOGRAM for v in row] for row in table])
            stale = np.array([[v == STALE for v in row] for row in table])
            values = [[0.0 if isinstance(v, str) else v for v in row] for row in table]
            yield SampleBlock(
                labels=[dict(key) for key in members],
                times_ms=np.array(times, dtype=np.int64),
                values=np.array(values),
                present=~stale,
                stale=stale,
                opaque=hist if hist.any() else None,
            )


@dataclass
class Eval:
    """One eval of a script with what it expects."""

    line: int
    query: str
    times: tuple[int, int, int] | int
    fail: bool = False
    ordered: bool = False
    string: str | None = None
    raw: tuple[int, int, int] | None = None
    annotations: list[tuple[str, str, str]] = field(default_factory=list)  # kind, how, text
    rows: list[tuple[Key, list[Sample | None]]] = field(default_factory=list)
    scalar: float | None = None
    broken: str = ""


@dataclass
class Verdict:
    """What became of an eval."""

    line: int
    query: str
    what: str  # right, refused, not parsed, unread, wrong
    why: str = ""
    lacks: str = ""  # an annotation or a message that is not as expected


EVAL = re.compile(
    r"eval(?:_(?P<mode>fail|warn|ordered|info))?\s+(?:instant\s+at\s+(?P<at>\S+)|range\s+from\s+"
    r"(?P<start>\S+)\s+to\s+(?P<end>\S+)\s+step\s+(?P<step>\S+))\s+(?P<query>.+)"
)


def judged(path: Path) -> list[Verdict]:
    """Run a script."""
    text = path.read_text(encoding="utf-8")
    lines = [x.strip() for x in text.splitlines()]
    lines = ["" if x.startswith("#") else x for x in lines] + [""]
    storage, verdicts, at = Loaded(), [], 0
    while at < len(lines):
        line = lines[at]
        if not line:
            at += 1
            continue
        end = lines.index("", at)
        if line == "clear":
            storage = Loaded()
            at += 1
        elif line.startswith("load"):
            _load(storage, line, lines[at + 1 : end])
            at = end
        elif line.startswith("eval"):
            try:
                one = _eval(at + 1, line, lines[at + 1 : end])
            except (ValueError, AssertionError) as error:
                one = Eval(line=at + 1, query=line, times=0, broken=str(error))
            verdicts.append(_verdict(one, storage))
            at = end
        else:
            storage.broken = f"script line {at + 1}: {line}"
            at = end
    return verdicts


def _load(storage: Loaded, line: str, rows: list[str]) -> None:
    command, gap = line.split(maxsplit=1)
    try:
        loaded = [storage.load(milliseconds(gap), row) for row in rows]
        if command == "load_with_nhcb":
            storage.histograms(milliseconds(gap), loaded)
        elif command != "load":
            storage.broken = line
    except (ValueError, AssertionError) as error:
        storage.broken = f"load: {error}"


def _eval(number_: int, line: str, rest: list[str]) -> Eval:
    match = EVAL.fullmatch(line)
    if match is None:
        return Eval(line=number_, query=line, times=0, broken="eval line not understood")
    times = (
        milliseconds(match["at"])
        if match["at"]
        else tuple(milliseconds(match[k]) for k in ("start", "end", "step"))
    )
    one = Eval(line=number_, query=match["query"], times=times)  # type: ignore[arg-type]
    one.fail, one.ordered = match["mode"] == "fail", match["mode"] == "ordered"
    if match["mode"] in ("warn", "info"):
        one.annotations.append((match["mode"], "", ""))
    for row in rest:
        try:
            _expected(one, row)
        except (ValueError, AssertionError) as error:
            one.broken = str(error)
    return one


def _expected(one: Eval, row: str) -> None:
    if row.startswith("expect range vector"):
        match = re.fullmatch(r"expect range vector from (\S+) to (\S+) step (\S+)", row)
        assert match is not None, row
        one.raw = (milliseconds(match[1]), milliseconds(match[2]), milliseconds(match[3]))
    elif row.startswith("expect string"):
        one.string = unquoted(row.removeprefix("expect string").strip()[1:-1])
    elif row.startswith("expect"):
        match = re.fullmatch(r"expect (\w+)(?:\s+(msg|regex)\s*:\s*(.*))?", row)
        assert match is not None, row
        if match[1] == "ordered":
            one.ordered = True
        elif match[1] == "fail":
            one.fail = True
        if match[1] != "ordered":
            one.annotations.append((match[1], match[2] or "", match[3] or ""))
    elif row.startswith(("expected_fail_message", "expected_fail_regexp")):
        how = "msg" if "message" in row.split(maxsplit=1)[0] else "regex"
        one.annotations.append(("fail", how, row.split(maxsplit=1)[1]))
    elif re.fullmatch(rf"[+-]?{NUMBER}", row):
        one.scalar = number(row)
    else:
        one.rows.append(series(row))


def _verdict(one: Eval, storage: Loaded) -> Verdict:
    def given(what: str, why: str = "", lacks: str = "") -> Verdict:
        return Verdict(line=one.line, query=one.query, what=what, why=why, lacks=lacks)

    if one.broken or storage.broken:
        return given("unread", f"the script itself: {one.broken or storage.broken}")
    try:
        result = asked(one, storage)
    except NotEvaluatedError as error:
        return given("refused", str(error))
    except QueryError as error:
        text = str(error)
        if not one.fail and not _parses(one.query):
            return given("not parsed", text)
        if one.fail:
            return given("right", lacks=_annotations(one, (), text.removeprefix("query: ")))
        return given("wrong", f"raised {text}")
    if one.fail:
        return given("wrong", "expected to fail")
    why = compared(one, result) or _in_range(one, storage)
    return given("wrong" if why else "right", why, _annotations(one, result.warnings, ""))


def _parses(query: str) -> bool:
    try:
        parse(query, step_ms=1000, range_ms=1000)
    except NotEvaluatedError:
        return True
    except QueryError:
        return False
    return True


def asked(one: Eval, storage: Loaded) -> QueryResult:
    if isinstance(one.times, int):
        return instant(one.query, storage, one.times)
    return over(one.query, storage, *one.times)


def _in_range(one: Eval, storage: Loaded) -> str:
    """An instant's answer is that of the middle of three steps, as Prometheus' own runner asks."""
    unlike = re.search(r"\b(start|end|step|range)\(\)", one.query)
    if not isinstance(one.times, int) or one.ordered or one.string is not None or one.raw or unlike:
        return ""
    try:
        result = over(one.query, storage, one.times - 60_000, one.times + 60_000, 60_000)
    except NotEvaluatedError:
        return ""
    except QueryError as error:
        return f"in a range: {error}"
    rows = np.flatnonzero(result.present[:, 1])
    middle = QueryResult(
        kind="vector",
        labels=tuple(result.labels[r] for r in rows),
        times_ms=result.times_ms[1:2],
        values=result.values[rows, 1:2],
        present=result.present[rows, 1:2],
    )
    why = compared(one, middle)
    return f"in the middle of a range: {why}" if why else ""


def _annotations(one: Eval, warnings: Sequence[str], error: str) -> str:
    """What is lacking; the place at an annotation's end is not compared, we give none."""
    for kind, how, text in one.annotations:
        if kind == "fail":
            annotations = [error]
        else:
            annotations = [
                w for w in warnings if w.startswith("PromQL info") == kind.endswith("info")
            ]
        if kind.startswith("no_"):
            if annotations:
                return f"not expected: {annotations[0]}"
            continue
        bare = re.sub(r"\s*\\?\((?:\[0-9\]\+|\d+):(?:\[0-9\]\+|\d+)\\?\)$", "", text)
        if how == "regex":
            fits = any(re.search(bare, s) for s in annotations)
        else:
            fits = any(s == bare for s in annotations) if how else bool(annotations)
        if not fits:
            return f"{kind}: expected {bare or 'one'}, got {annotations}"
    return ""


def near(a: float, b: float, within: float = 1e-6) -> bool:
    """Equality of Prometheus' own test runner."""
    if math.isnan(a) or math.isnan(b):
        return math.isnan(a) and math.isnan(b)
    if a == b:
        return True
    total, off = abs(a) + abs(b), abs(a - b)
    if a == 0 or b == 0 or total < 2.2250738585072014e-308:
        return off < within * 2.2250738585072014e-308
    return off / min(total, 1.7976931348623157e308) < within


def compared(one: Eval, result: QueryResult) -> str:
    """What differs between what is expected and what came, or nothing."""
    if one.string is not None:
        return "" if result.text == one.string else f"string {result.text!r}"
    if one.scalar is not None:
        wanted: list[tuple[Key, list[Sample | None]]] = [(frozenset(), [one.scalar])]
    else:
        wanted = one.rows
    if one.raw:
        times = list(range(one.raw[0], one.raw[1] + 1, one.raw[2]))
    elif isinstance(one.times, int):
        times = [int(t) for t in result.times_ms[:1]]
    else:
        times = list(range(one.times[0], one.times[1] + 1, one.times[2]))
    return _rows_differ(one, result, wanted) or _samples_differ(result, dict(wanted), times)


def _rows_differ(
    one: Eval, result: QueryResult, wanted: list[tuple[Key, list[Sample | None]]]
) -> str:
    result_rows = [frozenset(row.items()) for row in result.labels]
    if len(set(result_rows)) != len(result_rows):
        return "two rows with the same labels"
    expected = {k for k, v in wanted if any(x is not None for x in v)}
    if set(result_rows) != expected:
        few, many = expected - set(result_rows), set(result_rows) - expected
        return f"missing {[dict(k) for k in few][:3]}, not expected {[dict(k) for k in many][:3]}"
    if one.ordered and result_rows != [k for k, _ in wanted]:
        return f"order: {result.labels}"
    if one.raw:
        start, end, step = one.raw
        if not {int(t) for t in result.times_ms} <= set(range(start, end + 1, step)):
            return f"times {result.times_ms}"
    return ""


def _samples_differ(
    result: QueryResult, expected: dict[Key, list[Sample | None]], times: list[int]
) -> str:
    at = {int(t): n for n, t in enumerate(result.times_ms)}
    for row, labels in enumerate(result.labels):
        values = expected[frozenset(labels.items())]
        for n, t in enumerate(times):
            want = values[n] if n < len(values) else None
            present = t in at and bool(result.present[row, at[t]])
            have = float(result.values[row, at[t]]) if present else None
            if isinstance(want, str):
                return "a histogram was expected"
            same = want is have is None
            if want is not None and have is not None:
                same = near(want, have)
            if not same:
                return f"{labels} at {t}: expected {want}, got {have}"
    return ""


def table(folder: Path) -> tuple[str, dict[str, list[Verdict]]]:
    """The table by file, and all verdicts."""
    verdicts = {path.name: judged(path) for path in sorted(folder.glob("*.test"))}
    rows = [
        "| file | evals | right | of these, annotation or message differs | refused by name "
        "| not parsed | script not read | wrong | right, % |"
    ]
    rows.append("|---|---|---|---|---|---|---|---|---|")
    for name, all_ in [*verdicts.items(), ("all", [v for part in verdicts.values() for v in part])]:
        n = Counter(v.what for v in all_)
        lacks = sum(v.what == "right" and bool(v.lacks) for v in all_)
        share = 100 * n["right"] / len(all_) if all_ else 0.0
        kinds = " | ".join(str(n[kind]) for kind in ("refused", "not parsed", "unread", "wrong"))
        rows.append(
            f"| {name.removesuffix('.test')} | {len(all_)} | {n['right']} | {lacks} | "
            f"{kinds} | {share:.1f} |"
        )
    return "\n".join(rows), verdicts
