"""What a plan achieves for a page, before and after, as the project of level 1 counts it.

Each metric is a pair of numbers, as a learner's record keeps them. Which change is enough stands in
program.toml, so nothing here says passed or failed.
"""

import statistics
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from course.pageload.load_marks import CONDITIONS, SimulatedLoad
from course.pageload.load_model import load
from course.pageload.load_plans import LoadPlan, broken_functions, load_plan, unsized_pixels
from course.pageload.shop_page import ShopPage, as_found

if TYPE_CHECKING:
    from matplotlib.figure import Figure

VENDOR_US = 10_000_000  # after idle, by when each third party has run
Measures = dict[str, tuple[float, float]]


def loads(page: ShopPage, plan: LoadPlan) -> tuple[SimulatedLoad, ...]:
    """Load a page by a plan under each of the five conditions.

    Parameters
    ----------
    page : ShopPage
        The page.
    plan : LoadPlan
        A plan for it.

    Returns
    -------
    tuple of SimulatedLoad
        One for each of `CONDITIONS`, in their order.
    """
    return tuple(load(page, plan, condition) for condition in CONDITIONS)


def project_measures(page: ShopPage, data: object, found: object = None) -> Measures:
    """Measure a plan against the page as it was found.

    Parameters
    ----------
    page : ShopPage
        The page.
    data : object
        A plan as plain data; it is a stranger's, and checked.
    found : object
        The plan before, as plain data; left out, `as_found(page)`.

    Returns
    -------
    dict of str to (float, float)
        Before and after, of `tti_ms` (median over the conditions), `tti_worst_ms` (the condition
        that gains least), `usable_worst_ms` and `lcp_worst_ms` (the condition that loses most),
        `initial_bundle_bytes`, `unsized_pixels`, `functions_broken`. In the times to interactive,
        own work without a pause counts as one task, however it is sliced.

    Raises
    ------
    SubmissionError
        Where the data are no plan for this page, with each place.

    Examples
    --------
    >>> from course.pageload import as_found, project_measures, shop_page
    >>> page = shop_page(1)
    >>> before, after = project_measures(page, as_found(page))["tti_ms"]
    >>> before == after
    True
    """
    plan = load_plan(page, data)
    was = load_plan(page, as_found(page) if found is None else found)
    before, after = loads(page, was), loads(page, plan)
    return {
        "tti_ms": (_median(before), _median(after)),
        "tti_worst_ms": _worst(before, after, lambda one: one.steady_us),
        "usable_worst_ms": _worst(before, after, lambda one: one.usable_us),
        "lcp_worst_ms": _worst(before, after, lambda one: one.lcp_us),
        "initial_bundle_bytes": (before[0].initial_bytes, after[0].initial_bytes),
        "unsized_pixels": (unsized_pixels(page, was), unsized_pixels(page, plan)),
        "functions_broken": (0, len(lost_functions(page, plan, after))),
    }


def lost_functions(page: ShopPage, plan: LoadPlan, seen: Sequence[SimulatedLoad] = ()) -> list[str]:
    """Say which functions of the page a plan breaks, by its rules and in its loads.

    Parameters
    ----------
    page : ShopPage
        The page.
    plan : LoadPlan
        A plan for it.
    seen : sequence of SimulatedLoad
        Its loads, where they are known already.

    Returns
    -------
    list of str
        A sentence for each; empty where everything works as before.
    """
    lost = broken_functions(page, plan)
    for one in seen or loads(page, plan):
        for vendor in page.vendors:
            ran = one.vendors_us.get(vendor.name)
            words = f"{vendor.name} has not run ten seconds after the page was idle"
            asked = plan.vendors[vendor.name] == "click"
            late = ran is None or ran > one.idle_us + VENDOR_US
            if late and not asked and words not in lost:
                lost.append(words)
    return lost


def project_table(measures: Measures) -> str:
    """Write measures as a table: before, after, and the change in percent.

    Parameters
    ----------
    measures : dict of str to (float, float)
        From `project_measures`.

    Returns
    -------
    str
        A line for each metric, below a head.

    Examples
    --------
    >>> from course.pageload import project_table
    >>> print(project_table({"tti_ms": (4000, 3000), "functions_broken": (0, 1)}))
    metric                   before     after   change
    tti_ms                     4000      3000   -25.0%
    functions_broken              0         1
    """
    lines = [f"{'metric':<21}{'before':>10}{'after':>10}{'change':>9}"]
    for name, (before, after) in measures.items():
        change = f"{100 * (after / before - 1):+.1f}%" if before else ""
        lines.append(f"{name:<21}{before:>10.0f}{after:>10.0f}{change:>9}".rstrip())
    return "\n".join(lines)


def loads_figure(
    named: Mapping[str, SimulatedLoad], marks: Sequence[str] = ("FCP", "Buy works", "TTI")
) -> "Figure":
    """Draw loads below one another: requests as blue bars, the main thread's work as orange ones.

    Parameters
    ----------
    named : mapping of str to SimulatedLoad
        Loads with their titles.
    marks : sequence of str
        Which moments get a line: FCP, LCP, Buy works, TTI.

    Returns
    -------
    Figure
        With a line for each mark.
    """
    from matplotlib import pyplot as plt

    figure, rows = plt.subplots(
        len(named), figsize=(9, 3.1 * len(named)), sharex=True, squeeze=False
    )
    for (axes,), (title, one) in zip(rows, named.items(), strict=True):
        for height, transfer in enumerate(one.transfers):
            width = (transfer.end - transfer.begin) / 1e6
            axes.barh(height, width, 0.7, transfer.begin / 1e6, color="#0072B2")
        for task in one.tasks:
            width = (task.end - task.begin) / 1e6
            look = {"color": "#E69F00", "edgecolor": "white", "hatch": "//"}
            axes.barh(len(one.transfers), width, 0.9, task.begin / 1e6, **look)
        axes.set_yticks(
            range(len(one.transfers) + 1), [*(t.name for t in one.transfers), "main thread"]
        )
        axes.tick_params(axis="y", labelsize=7)
        axes.invert_yaxis()
        for mark, time, style in (
            ("FCP", one.fcp_us, "--"),
            ("LCP", one.lcp_us, "-."),
            ("Buy works", one.usable_us, "-"),
            ("TTI", one.tti_us, ":"),
        ):
            if mark in marks:
                axes.axvline(time / 1e6, color="black", linestyle=style, label=mark)
        axes.set_title(title, fontsize=10, loc="left")
        axes.set_xlim(0, None)
        axes.legend(fontsize=8, frameon=False, loc="center right")
    rows[-1][0].set_xlabel("seconds after the click on the link")
    figure.tight_layout()
    return figure


def _median(seen: Sequence[SimulatedLoad]) -> float:
    return statistics.median(one.steady_us for one in seen) / 1000


def _worst(
    before: Sequence[SimulatedLoad],
    after: Sequence[SimulatedLoad],
    of: Callable[[SimulatedLoad], int],
) -> tuple[float, float]:
    """The pair of the condition in which a time grew most, or shrank least."""
    pairs = ((of(one), of(two)) for one, two in zip(before, after, strict=True))
    first, second = max(pairs, key=lambda pair: Fraction(pair[1], max(1, pair[0])))
    return first / 1000, second / 1000
