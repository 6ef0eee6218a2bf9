"""Rules of PromQL, each as a small script of our own, and what is refused."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from course.errors import QueryError
from course.promql import SampleBlock, instant, over
from course.promql.query_text import REFUSED
from course.promql.storage import groups_of, rewritten
from course.promql.syntax import parse
from tests.promql.scripts import Loaded, judged

SCRIPTS = {
    "windows are open at the left, and so is the look-back": """
load 10s
  m_total 0+1x60
eval instant at 60s count_over_time(m_total[20s])
  {} 2
eval instant at 60s count_over_time(m_total[19s999ms])
  {} 2
eval instant at 60s count_over_time(m_total[20s1ms])
  {} 3
eval instant at 899s999ms m_total
  m_total 60
eval instant at 15m m_total
""",
    "a stale marker ends a series at once, and is no sample of a window": """
load 10s
  m 1 2 stale _ 5
eval range from 0 to 50s step 10s m
  m 1 2 _ _ 5 5
eval range from 0 to 40s step 10s count_over_time(m[30s])
  {} 1 2 2 1 1
""",
    "rates extrapolate to borders, but no counter below zero": """
load 30s
  a_total 0 30 60 90
  b_total 100 130 160 10
  c 5 4 3 2
eval instant at 90s increase(a_total[2m])
  {} 90
eval instant at 90s rate(b_total[2m])
  {} 0.7777777777777778
eval instant at 90s delta(c[2m])
  {} -4
eval instant at 100s increase(a_total[91s])
  {} 91
eval instant at 90s irate(b_total[2m])
  {} 0.3333333333333333
""",
    "names are dropped at the end, and clashes are found there": """
load 1m
  a{x="1"} 1 stale
  b{x="1"} _ 2
  c{x="1"} 1 1
eval range from 0 to 1m step 1m abs({__name__=~"a|b"})
  {x="1"} 1 2
eval instant at 0 abs({__name__=~"a|c"})
  expect fail msg: vector cannot contain metrics with the same labelset
eval instant at 0 label_replace(abs(a), "__name__", "kept_$1", "__name__", "(.)")
  kept_a{x="1"} 1
""",
    "matches must be unique on one side": """
load 1m
  l{a="1",b="1"} 1
  l{a="1",b="2"} 2
  r{a="1"} 10
  s{a="1",b="x"} 1
  s{a="1",b="y"} 1
eval instant at 0 l * on (a) r
  expect fail msg: multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)
eval instant at 0 l * on (a) group_left r
  {a="1",b="1"} 10
  {a="1",b="2"} 20
eval instant at 0 r - on (a) group_right l
  {a="1",b="1"} 9
  {a="1",b="2"} 8
eval instant at 0 l * on (a) group_left s
  expect fail
eval instant at 0 l * on (a) group_left (b) r
  expect fail
eval instant at 0 r > on (a) group_right () l
  l{a="1",b="1"} 10
  l{a="1",b="2"} 10
eval instant at 0 nothing * on (a) s
""",
    "NaN is sorted last, is the smallest of a quantile, and loses a maximum": """
load 1m
  m{i="a"} NaN
  m{i="b"} 1
  m{i="c"} 2
eval instant at 0 sort_desc(m)
  expect ordered
  m{i="c"} 2
  m{i="b"} 1
  m{i="a"} NaN
eval instant at 0 topk(2, m)
  expect ordered
  m{i="c"} 2
  m{i="b"} 1
eval instant at 0 max(m)
  {} 2
eval instant at 0 quantile(0, m)
  {} NaN
eval instant at 0 sum(m)
  {} NaN
eval instant at 0 count(m == m)
  {} 2
""",
    "sums are compensated": """
load 1m
  m{i="a"} 1
  m{i="b"} 1e100
  m{i="c"} 1
  m{i="d"} -1e100
eval instant at 0 sum(m)
  {} 2
eval instant at 0 avg(m)
  {} 0.5
""",
    "histograms of buckets": """
load 1m
  h_bucket{le="0.1"} 10
  h_bucket{le="0.5"} 20
  h_bucket{le="+Inf"} 40
  odd_bucket{le="x"} 1
eval instant at 0 histogram_quantile(0.25, h_bucket)
  {} 0.1
eval instant at 0 histogram_quantile(0.375, h_bucket)
  {} 0.3
eval instant at 0 histogram_quantile(0.9, h_bucket)
  {} 0.5
eval instant at 0 histogram_quantile(2, h_bucket)
  expect warn
  {} +Inf
eval instant at 0 histogram_fraction(0.1, 0.3, h_bucket)
  {} 0.125
eval instant at 0 histogram_quantile(0.5, odd_bucket)
  expect warn
""",
    "subqueries stand on multiples of their step; @ and offset move them": """
load 10s
  m 0+1x100
eval instant at 105s sum_over_time(m[30s:10s])
  {} 27
eval instant at 105s sum_over_time(m[30s:10s] @ 55)
  {} 12
eval instant at 105s sum_over_time(m[30s:10s] offset 50s)
  {} 12
eval range from 10s to 30s step 10s m @ end() - m @ start()
  {} 2 2 2
eval range from 0 to 20s step 10s max_over_time(avg_over_time(m[20s])[1m:10s])
  {} 0 0.5 1.5
""",
    "sets, absence, values as labels": """
load 1m
  a{x="1"} 1 1 _
  a{x="2"} 2 2 2
  b{x="2"} 7 _ 7
eval range from 0 to 1m step 1m a unless on (x) b
  a{x="1"} 1 1
eval range from 0 to 10m step 5m a or b
  a{x="1"} 1 1
  a{x="2"} 2 2
  b{x="1"} _ _
eval instant at 0 absent(c{x="1",y=~"2"})
  {x="1"} 1
eval instant at 0 count_values("v", a)
  {v="1"} 1
  {v="2"} 1
eval instant at 0 a == bool 1
  {x="1"} 1
  {x="2"} 0
""",
}


@pytest.mark.parametrize("rule", SCRIPTS)
def test_rules(rule: str, tmp_path: Path) -> None:
    """Every eval is right, its annotations included."""
    path = tmp_path / "own.test"
    path.write_text(SCRIPTS[rule].replace("\neval", "\n\neval"), encoding="utf-8")
    verdicts = judged(path)
    assert len(verdicts) >= 2
    assert [v for v in verdicts if v.what != "right" or v.lacks] == []


@pytest.mark.parametrize(
    "query",
    [
        "limitk(1, m)",
        "limit_ratio(0.5, m)",
        "info(m)",
        "m + fill(0) m",
        "m[1m] smoothed",
        "m anchored",
        "m </ 2",
        "histogram_quantile(0.5, h)",
        "h",
        "sum(h)",
        "h + h",
        "rate(h[5m])",
        "m @ -5",
        'm{a="1" or a="2"}',
        "typed",
        "typed * 2",
        "start_timestamp(m)",
        'label_replace(m, "a", "$x", "b", "(?P<x>.*)")',
        "year(m * 1e12)",
        "sum_over_time(vector(step())[5m:1m])",
    ],
)
def test_what_is_not_evaluated_is_refused_by_name(query: str) -> None:
    """Newer syntax, native histograms whose value is needed, and what would be in doubt."""
    storage = Loaded()
    storage.load(60_000, "m 1 2 3")
    storage.load(60_000, "h {{count:1 sum:1}}x2")
    storage.load(60_000, 'typed{__type__="counter"} 1 2 3')
    with pytest.raises(QueryError, match=REFUSED):
        instant(query, storage, 120_000)


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("info(m)", "1:1: info()"),
        ("sum by (a) (info(m))", "1:13: info()"),
        ("1 +\n  start_timestamp(m)", "2:3: start_timestamp()"),
        ("m + limitk(1, m)", "1:5: limitk"),
        ('sum(m{a="1" or a="2"})', "1:5: `or` between matchers"),
        ("abs(absent((m)))", "1:5: absent of a selector in brackets"),
        ("m[1m] smoothed", "1:7: smoothed"),
        ("h", "1:1: native histograms"),
        ('m * on () group_left () {__name__="h"}', "1:25: native histograms"),
        ("h + on () (h * 2)", "1:1: "),
        ("-(h)", "1:3: - of native histograms"),
        ("m offset 1m + sum(rate(h[5m:30s]))", "1:19: rate of native histograms"),
        ("1 + histogram_quantile(0.9, h)", "1:5: native histograms"),
        ("m # h\n * on () group_left () h", "2:24: native histograms"),
        ("abs(histogram_sum(h))", "1:5: histogram_sum: native histograms"),
    ],
)
def test_a_refusal_names_what_and_where(query: str, says: str) -> None:
    """Line and column are those of the text as it was written."""
    storage = Loaded()
    storage.load(60_000, "m 1 2 3")
    storage.load(60_000, "h {{count:1 sum:1}}x2")
    with pytest.raises(QueryError) as caught:
        instant(query, storage, 120_000)
    assert says in str(caught.value)


@pytest.mark.parametrize("zero", ["0", "0s", "0ms", "0.0", "0x0", "1m-1m", "-1m", "1m*0", "step()"])
def test_windows_and_steps_are_above_zero(zero: str) -> None:
    """As in Prometheus 3, in whatever form; an offset may be nothing or less."""
    storage = Loaded()
    storage.load(60_000, "m 1 2 3")
    for query, column in ((f"rate(m[{zero}])", 8), (f"rate(m[5m:{zero}])", 11)):
        with pytest.raises(QueryError) as caught:
            instant(query, storage, 120_000)
        assert str(caught.value) == f"query: 1:{column}: duration must be greater than 0"
    assert instant(f"m offset ({zero})", storage, 60_000).values[0][0] in (2, 3)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1_000_000", 1e6),
        (".123_456_789", 0.123456789),
        ("0x_53_AB_F3_82", 0x53ABF382),
        ("1_0.5_0e1_0", 1.05e11),
        ("1_0e-0_1", 1),
        ("-1_0", -10),
        ("0_17", 15),
        ("2^1_0", 1024),
    ],
)
def test_underscores_between_digits_are_read(text: str, value: float) -> None:
    """Numbers as in Prometheus' documentation, alone and wherever a number may stand."""
    storage = Loaded()
    storage.load(60_000, "m_1_000 1 2 3")
    assert instant(text, storage, 0).values.tolist() == [[pytest.approx(value, rel=1e-15)]]
    assert instant(f"m_1_000 * 0 + ({text})", storage, 0).values.tolist() == [[value]]


@pytest.mark.parametrize(
    "text", ["1__0", "1_", "1_ + 1", "1_.5", "1._5", "1_e3", "1e_3", "1_m", "1_0m"]
)
def test_other_underscores_are_no_numbers(text: str) -> None:
    """At an end, doubled, beside a dot or an exponent, in a duration."""
    with pytest.raises(QueryError):
        instant(text, Loaded(), 0)


@pytest.mark.parametrize(
    ("duration", "ms"),
    [
        ("1m", 60_000),
        ("1_20", 120_000),
        ("1m+30s", 90_000),
        ("2m*1.5", 180_000),
        ("-1m+3m", 120_000),
        ("(1m+30s)*2", 180_000),
        ("1h/20", 180_000),
        ("1h2m % 1h", 120_000),
        ("10m-3m-2m", 300_000),
        ("2^3^0", 2000),
        ("-2^2+1m", 56_000),
        ("2*-1m+3m", 60_000),
        ("4^-1*4m", 60_000),
        ("step()", 30_000),
        ("STEP()*4", 120_000),
        ("range()/2", 150_000),
        ("max_of(step(), 2m)", 120_000),
        ("min_of(1m, max_of(1s, 3s))", 3000),
        ("1.5", 1500),
        ("1m+0.0009", 60_000),
        ("1d1h", 90_000_000),
        ("400d", 34_560_000_000),
    ],
)
def test_durations_are_computed(duration: str, ms: int) -> None:
    """In windows, subqueries and offsets, a query asks for what it says in milliseconds."""
    literal = f"{ms // 1000}s{ms % 1000}ms" if ms >= 1000 else f"{ms}ms"
    for form in ("m[{}]", "max_over_time(m[{}:{}])", "m offset ({})", "m[5m:] offset -({})"):
        query = form.replace("{}", duration)
        plain = form.replace("{}", literal)
        given = {"step_ms": 30_000, "range_ms": 300_000}
        assert parse(query, **given) == parse(plain), query


@pytest.mark.parametrize(
    ("query", "equals"),
    [
        ("m offset 1m + 1m", "(m offset 1m) + 60"),
        ("m offset -2 ^ 2", "(m offset -2s) ^ 2"),
        ("m offset step() * 2", "(m offset 30s) * 2"),
        ("m offset -step() * 2", "(m offset -30s) * 2"),
        ("m offset (1m) * 2", "(m offset 1m) * 2"),
        ("offset offset 1m", "offset offset 60s"),
    ],
)
def test_an_offset_ends_before_arithmetic(query: str, equals: str) -> None:
    """Only brackets hold it together."""
    assert parse(query, step_ms=30_000) == parse(equals)


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("m[1m/0]", "1:5: division by zero"),
        ("m[1m%(1-1)]", "1:5: modulo by zero"),
        ("m[1m*]", "1:6: unexpected ']' in a duration"),
        ("m[x]", "1:3: unexpected 'x' in a duration"),
        ("m[]", "1:3: unexpected ']' in a duration"),
        ("m[(1m]", "1:6: expected ), got ']'"),
        ("m[min_of(1m)]", "1:12: expected ,, got ')'"),
        ("m offset (1m+)", "1:14: unexpected ')' in a duration"),
        ("m[(-8)^0.5]", "1:7: a duration that is no number"),
        ("m[9^9^9]", "a duration that is no number"),
        ("m[1e300*1e300]", "1:3: too large a duration"),
        (f"m[{'2^' * 900}1]", "at most 100 levels"),
        (f"m offset ({'1+(' * 99}1{')' * 99}", "at most 100 levels"),
        ("m[200y]", "1:3: too large a duration"),
        ("m[1m1h]", "1:3: unexpected '1m1h' in a duration"),
    ],
)
def test_wrong_durations_are_refused_in_their_place(query: str, says: str) -> None:
    """Each says what, and where in the query."""
    with pytest.raises(QueryError) as caught:
        parse(query)
    assert says in str(caught.value)


def test_native_histograms_disturb_only_who_selects_them() -> None:
    """What counts, ignores or never reaches them is answered."""
    storage = Loaded()
    storage.load(60_000, "h{a='1'} {{count:1}}x2 _ _ _ _ _ _ 5")
    storage.load(60_000, "m{a='2'} 1x10")
    assert instant("count({a=~'.+'})", storage, 60_000).values.tolist() == [[2]]
    assert instant("h", storage, 540_000).values.tolist() == [[5]]
    result = instant("max({a=~'.+'})", storage, 60_000)
    assert result.values.tolist() == [[1]]
    assert result.warnings == ("PromQL info: ignored histogram in max aggregation",)


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("sum(", "unclosed left parenthesis"),
        ("x" * 10_001, "at most 10000 characters"),
        ("(" * 101 + "m" + ")" * 101, "at most 100 levels"),
        ("m+" * 1500 + "m", "2000 tokens"),
        ("- " * 200 + "m", "at most 100 levels"),
        ("m or " * 900 + "m", "nested"),
        ('m{a=~"' + "x" * 1001 + '"}', "at most 1000"),
        ('m{a=~"("}', "regex"),
        ("m offset 999999999y", "too large"),
        ("rate(m)", "expected type matrix"),
        ('label_replace(m, "", "", "", "")', "label name"),
        ("topk(NaN, m)", "NaN"),
        ('"\\xff"', "byte escape"),
        ('+"a"', "sign before a string"),
        ("1e999", "too large"),
        ("double_exponential_smoothing(m[5m], 2, 0.1)", "smoothing factor"),
        ("\0", "NUL"),
    ],
)
def test_wrong_and_hostile_queries_raise(query: str, says: str) -> None:
    """A QueryError says what is wrong; sizes are bounded before anything is computed."""
    storage = Loaded()
    storage.load(60_000, "m 1 2 3")
    with pytest.raises(QueryError, match=says):
        instant(query, storage, 60_000)


def test_ranges_are_bounded() -> None:
    """Steps, a step of zero, an end before the start, rows times steps, samples in windows."""
    many = np.zeros((3000, 10))
    labels = [{"__name__": "m", "i": str(n)} for n in range(len(many))]

    class Wide:
        def select(self, _: object) -> list[SampleBlock]:
            return [SampleBlock(labels=labels, times_ms=np.arange(10) * 1000, values=many)]

    for start, end, step in ((0, 20_000_000, 1000), (0, 1000, 0), (1000, 0, 1000)):
        with pytest.raises(QueryError, match="expected"):
            over("m", Wide(), start, end, step)
    with pytest.raises(QueryError, match="more than 20000000 samples"):
        over("m", Wide(), 0, 10_000_000, 1000)
    with pytest.raises(QueryError, match="a subquery of"):
        instant("max_over_time(m[10y:1s])", Wide(), 0)
    with pytest.raises(QueryError, match="a string over a range"):
        over('"a"', Wide(), 0, 1, 1)


def test_the_parser_stands_deep_queries_in_a_small_stack() -> None:
    """What passes our bounds does not break the parser, even in a thread."""
    code = (
        "import threading\nfrom course.promql.syntax import parse\n"
        "from course.errors import QueryError\n"
        "def work():\n"
        "    for q in ('a+'*390+'a', '('*100+'a'+')'*100, 'a^'*390+'a', '-'*100+'a',\n"
        "              'a or '*999+'a', 'abs('*100+'a'+')'*100):\n"
        "        try: parse(q)\n"
        "        except QueryError: pass\n"
        "t = threading.Thread(target=work); t.start(); t.join(); print('alive')\n"
    )
    process = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert (process.returncode, process.stdout, process.stderr) == (0, "alive\n", "")


def test_replacements_are_gos() -> None:
    """$1, ${1}, $$, unknown references, backslashes; what RE2 cannot rewrite is refused."""
    words = ["a-1", "b"]
    assert rewritten("(.)-(.)", "${2}$1$$\\$3x", words) == ["1a$\\", None]
    assert rewritten("(.*)", "<$1>", ["", "é\n"]) == ["<>", "<é\n>"]
    assert groups_of(r"(a)(?:b)[(](c\()(?i)") == 2
    for pattern, template in (("(?P<x>.)", ""), ("(.)" * 10, "$10"), (r"\Q(\E", "")):
        with pytest.raises(NotImplementedError):
            rewritten(pattern, template, words)


def test_a_bare_range_selector_gives_raw_samples() -> None:
    """At their own times, with gaps, over series of different times."""
    storage = Loaded()
    storage.load(10_000, 'm{a="1"} 1 _ 3 stale 5')
    storage.load(15_000, 'm{a="2"} 7 8 9')
    result = instant("m[30s]", storage, 40_000)
    assert result.kind == "matrix" and result.times_ms.tolist() == [15_000, 20_000, 30_000, 40_000]
    assert result.present.tolist() == [[False, True, False, True], [True, False, True, False]]
    assert result.values[0, 1] == 3 and result.values[1, 2] == 9
