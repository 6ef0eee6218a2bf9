"""A range is as many instants: asked at once or one by one, the answer is the same."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest

from course.promql import Matcher, instant, over
from course.promql.storage import SampleBlock
from tests.promql.server import Table, rows

FORMS = (
    "m", "m offset 7s", "m @ 100", "rate(m[1m])", "increase(m[45s] offset 10s)", "delta(m[1m])",
    "irate(m[1m])", "sum_over_time(m[50s])", "avg_over_time(m[50s])", "stddev_over_time(m[50s])",
    "quantile_over_time(0.3, m[50s])", "mad_over_time(m[50s])", "max_over_time(m[20s])",
    "changes(m[2m])", "resets(m[2m])", "deriv(m[1m])", "predict_linear(m[1m], 30)",
    "double_exponential_smoothing(m[1m], 0.4, 0.3)", "last_over_time(m[15s])",
    "ts_of_max_over_time(m[1m])", "sum by (a) (m)", "avg without (b) (m)", "stddev(m == m)",
    "quantile(0.7, m)", "topk by (a) (1, m)", "bottomk(2, m)", 'count_values("v", round(m))',
    "m > 3", "m > bool 3", "m - on (a, b) m offset 30s", "m / on (a) group_left sum by (a) (m)",
    "m and m > 2", "m or m offset 1m", "m unless m > 2", "max_over_time(rate(m[30s])[1m:7s])",
    "scalar(sum(m)) + m", "absent(m)", "absent_over_time(m[10s])", "timestamp(m)", "minute(m * 60 >= 0)",
    'label_replace(m, "c", "$1", "b", "(.*)")', "clamp(m, 1, 4)", "vector(time())",
    "min_over_time(m[50s])", "stdvar_over_time(m[50s])", "present_over_time(m[9s])",
    "count_over_time(m[1m] @ end())", "idelta(m[1m])", "stdvar by (b) (m == m)", "group by (a) (m)",
    "min by (a) (m)", "max without (a) (m)", "count by (a) (m > 4)", "m % 3", "m ^ 0.5",
    "2 ^ -(m % 4)", "ln(m) / log2(m) - log10(m)", "exp(m / 50) + sqrt(m)", "sgn(m - 5)",
    "round(m, 0.7)", "ceil(m / 3) - floor(m / 3)", "day_of_week(m * 86400 >= 0)",
    "days_in_month(m * 2.6e6 >= 0) + month(m * 2.6e6 >= 0)", "year(m * 3e7 >= 0)",
    "day_of_month(m * 9e5 >= 0) + day_of_year(m * 9e5 >= 0)", "hour(m * 3599 >= 0)",
    "quantile_over_time(scalar(sum(m)) / 100, m[1m])", 'label_join(m, "c", "-", "a", "b", "d")',
    "sum by (a) (rate(m[1m])) / on (a) group_right () sum by (a, b) (rate(m[2m]))",
    "avg_over_time(m[2m:])", "m @ end() - m @ start()", "max_over_time(m[1m:10s] offset 5s)",
    "stddev_over_time(m[1m:3s] @ 200)", "m == 4.125 or m != 4.125", "m > on (a, b) m offset 40s",
    "sin(m) + cos(m) * tanh(m / 9)", "absent(m > 1000)", "topk(scalar(count(m)) - 2, m)",
    "quantile by (a) (0.25, m)", "-m", "m unless on (b) m{a='y'}", "count(m) > bool 3 and on () m",
    "1 - m / 2 ^ 2 % 3 * -1", "deg(m) + rad(m)", "delta(m[2m] offset 30s)", "irate(m[2m] @ 150)",
)  # fmt: skip


class Random:
    """Series with gaps, stale markers, resets, NaN and uneven times, from a seed.

    With `eighths` their times are eighths of seconds and no whole ones: a parser that multiplies
    seconds by 1000 and cuts keeps them, and no whole second meets one.
    """

    def __init__(self, seed: int, *, eighths: bool = False) -> None:
        draw = np.random.default_rng(seed)
        moments = np.arange(300_000)
        if eighths:
            moments = moments[(moments % 125 == 0) & (moments % 1000 != 0)]
        self.blocks = []
        for a, count in (("x", 3), ("y", 2)):
            times = np.sort(draw.choice(moments, 60, replace=False)).astype(np.int64)
            values = np.cumsum(draw.integers(-1, 4, (count, 60)), axis=1).astype(np.float64)
            values += 0.125 * np.arange(count)[:, None] + (0.0625 if a == "y" else 0.0)  # no ties
            values[draw.random(values.shape) < 0.02] = np.nan
            kind = draw.random(values.shape)
            self.blocks.append(
                SampleBlock(
                    labels=[{"__name__": "m", "a": a, "b": str(n)} for n in range(count)],
                    times_ms=times,
                    values=values,
                    present=kind > 0.2,
                    stale=kind < 0.05,
                )
            )

    def select(self, matchers: Sequence[Matcher]) -> list[SampleBlock]:
        return [
            block
            for block in self.blocks
            if all(m.accepts([block.labels[0].get(m.label, "")])[0] for m in matchers)
        ]


@pytest.mark.parametrize("form", [form for form in FORMS if "@ end()" not in form])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_range_is_its_instants(form: str, seed: int) -> None:
    """On irregular series with gaps, at steps that meet samples and steps that do not."""
    storage = Random(seed)
    start, end, step = 20_000, 320_000, 11_000
    whole = over(form, storage, start, end, step, lookback_ms=20_000)
    instants = rows(whole.labels, whole.times_ms, whole.values, whole.present)
    once: Table = {}
    for at in range(start, end + 1, step):
        one = instant(form, storage, at, lookback_ms=20_000)
        for key, row in rows(one.labels, one.times_ms, one.values, one.present).items():
            once.setdefault(key, {}).update(row)
    assert set(instants) == set(once)
    for key, row in once.items():
        assert list(instants[key]) == list(row)
        np.testing.assert_allclose(list(instants[key].values()), list(row.values()), rtol=1e-12)


def slow(storage: Random, name: str, at: int, width: int) -> dict[tuple[str, str], float]:
    """Some functions of windows, written sample by sample."""
    values = {}
    for block in storage.blocks:
        assert block.present is not None
        for r, labels in enumerate(block.labels):
            inside = (block.times_ms > at - width) & (block.times_ms <= at) & block.present[r]
            x = block.values[r, inside].tolist()
            if not x:
                continue
            values[labels["a"], labels["b"]] = {
                "count_over_time": len,
                "sum_over_time": sum,
                "last_over_time": lambda x: x[-1],
                "resets": lambda x: sum(b < a for a, b in pairwise(x)),
                "idelta": lambda x: x[-1] - x[-2] if len(x) > 1 else None,
            }[name](x)
    return {key: value for key, value in values.items() if value is not None}


@pytest.mark.parametrize(
    "name", ["count_over_time", "sum_over_time", "last_over_time", "resets", "idelta"]
)
def test_windows_hold_the_samples_they_should(name: str) -> None:
    """Against loops over samples, on the same irregular series."""
    for seed in range(5):
        storage = Random(seed)
        for at in (31_000, 97_003, 250_000, 299_999):
            walked = instant(f"{name}(m[40s])", storage, at)
            ours = {
                (row["a"], row["b"]): float(v)
                for row, v in zip(walked.labels, walked.values[:, 0], strict=True)
            }
            wanted = slow(storage, name, at, 40_000)
            assert set(ours) == set(wanted)
            for key, value in wanted.items():
                np.testing.assert_allclose(ours[key], value, rtol=1e-12)
