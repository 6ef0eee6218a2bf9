"""A nightly importer that loses rows: explanations, looks with prices, and its nights.

Beliefs, answers and losses are a model with the author's numbers. Not for choosing a look, refuting
a claim or shrinking an input: that is the learner's.
"""

import random
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from inspect import signature
from math import log2
from pathlib import Path
from shutil import which
from statistics import mean
from subprocess import run as run_program
from tempfile import TemporaryDirectory
from typing import Any

from course.lessons.overload import show_figure

BLUE, ORANGE, GREY = "#0072B2", "#E69F00", "#666666"  # Okabe and Ito

# ---- explanations and looks

YES = {"+": 0.95, ".": 0.5, "-": 0.05}  # how likely an answer of yes is, ours


@dataclass(frozen=True, kw_only=True)
class PricedLook:
    """A question to the system, its price, and what each explanation says of the answer."""

    asks: str
    price: int
    signs: str  # one of `YES` for each explanation
    answer: bool | None = None  # where it is known
    done: bool = False  # somebody has looked already, and the bars know it

    def likely(self, causes: Sequence[str]) -> dict[str, float]:
        """Say how likely a yes is under each explanation."""
        return {cause: YES[sign] for cause, sign in zip(causes, self.signs, strict=True)}


CAUSES = {
    "clock": "the clock of node 3 runs ahead",
    "zone": "node 3 works in another time zone",
    "disk": "the disk of node 3 fills up",
    "library": "a library on node 3 is older",
    "setting": "a setting of node 3 differs",
    "memory": "the importer runs out of memory",
    "network": "the connection to the database drops",
    "partial": "the file is read before it is complete",
    "rows": "some rows are broken",
    "pairs": "two rows of one customer become one",
    "race": "two workers write at the same time",
    "hand": "somebody deletes rows by hand",
}

LOOKS = {
    name: PricedLook(asks=asks, price=price, signs=signs, answer=answer)
    for name, asks, price, signs, answer in (
        ("busy", "Is node 3 busy while it imports?", 1, "++++++++++++", True),
        ("good", "Has a bad night more rows in its last minute?", 1, "+....+.+....", True),
        ("log", "Does the log of a bad night show an error?", 2, "--+..+++-.--", False),
        ("clocks", "Are the nodes' clocks seconds apart?", 2, "+-----------", True),
        ("settings", "Do settings or versions of nodes 1 and 3 differ?", 3, ".+-++-------", False),
        ("lost", "Are all lost rows from the day's last minute?", 3, "+------+----", True),
        ("node 1", "Does node 1 lose rows of the same file?", 4, "-----...++.-", False),
        ("noon", "Does node 3 lose the same rows again at noon?", 4, "-+.++.--++--", False),
    )
}


def even(causes: Sequence[str]) -> dict[str, float]:
    """Believe in all explanations alike."""
    return dict.fromkeys(causes, 1 / len(causes))


def updated(
    belief: Mapping[str, float], likely: Mapping[str, float], answer: bool
) -> dict[str, float]:
    """Weigh each explanation by how likely it made the answer."""
    weights = {
        cause: share * (likely[cause] if answer else 1 - likely[cause])
        for cause, share in belief.items()
    }
    return {cause: weight / sum(weights.values()) for cause, weight in weights.items()}


def bits(belief: Mapping[str, float]) -> float:
    """Say how many even yes-or-no questions the belief leaves open."""
    return -sum(share * log2(share) for share in belief.values() if share > 0)


def gain(belief: Mapping[str, float], look: PricedLook) -> float:
    """Say how many bits a look takes away on average; a look that is done takes none."""
    if look.done:
        return 0.0
    likely = look.likely(list(belief))
    yes = sum(belief[cause] * likely[cause] for cause in belief)
    left = yes * bits(updated(belief, likely, True))
    return bits(belief) - left - (1 - yes) * bits(updated(belief, likely, False))


def signs_table(causes: Sequence[str], looks: Mapping[str, PricedLook]) -> str:
    """Say what each explanation expects of each look: + yes, - no, . either."""
    rows = [("", *looks)]
    rows += [
        (cause, *(look.signs[row] for look in looks.values())) for row, cause in enumerate(causes)
    ]
    rows.append(("price", *(str(look.price) for look in looks.values())))
    return "\n".join(f"{name:8}" + "".join(f"{sign:>9}" for sign in signs) for name, *signs in rows)


def bars(belief: Mapping[str, float]) -> str:
    """Give a belief as bars of text, a block for each 2.5 %."""
    return "\n".join(
        f"{cause:8} {share:6.1%} {'█' * round(share * 40)}" for cause, share in belief.items()
    )


class Night:
    """The importer's case: twelve explanations, eight looks, and what was paid so far."""

    def __init__(self) -> None:
        self.belief = even(list(CAUSES))
        self.paid = 0
        self.done: list[str] = []

    def look(self, name: str) -> str:
        """Take one of `LOOKS`, move the bars, and say what it showed.

        Raises
        ------
        ValueError
            For a name that is no look.
        """
        if name not in LOOKS:
            raise ValueError(f"there is no look {name!r}; there are {', '.join(LOOKS)}")
        look = LOOKS[name]
        if name not in self.done:
            assert look.answer is not None
            self.belief = updated(self.belief, look.likely(list(CAUSES)), look.answer)
            self.done.append(name)
        self.paid += look.price
        favourite = max(self.belief, key=self.belief.__getitem__)
        said = f"{look.asks} {'Yes' if look.answer else 'No'}."
        return f"{said} Paid {self.paid}. Most likely: {favourite}, {self.belief[favourite]:.0%}"


# ---- askers compared

ASKERS = ("tests the favourite", "takes the cheapest", "most bits for the price")


def chosen(asker: str, belief: Mapping[str, float], looks: Mapping[str, PricedLook]) -> str:
    """Say which of the looks that are left an asker takes."""
    causes = list(belief)
    if asker == "tests the favourite":  # by what the favourite predicts most surely
        best = causes.index(max(belief, key=belief.__getitem__))
        return max(looks, key=lambda name: (YES[looks[name].signs[best]], -looks[name].price))
    if asker == "takes the cheapest":
        return min(looks, key=lambda name: looks[name].price)
    return max(looks, key=lambda name: gain(belief, looks[name]) / looks[name].price)


def share_after(asker: str, cause: str, rng: random.Random, budget: int = 8) -> float:
    """Give the true cause's share of the belief once the next look would pass the budget.

    Answers are drawn by what the true `cause` says of them, and no look is taken twice.
    """
    belief, left, paid = even(list(CAUSES)), dict(LOOKS), 0
    while True:
        name = chosen(asker, belief, left)
        look = left.pop(name)
        paid += look.price
        if paid > budget or not left:
            return belief[cause]
        likely = look.likely(list(CAUSES))
        belief = updated(belief, likely, rng.random() < likely[cause])


def compare_askers(seeds: int = 10, cases: int = 60) -> dict[str, list[float]]:
    """Give for each asker the mean share of the true cause, once for each seed.

    All askers get the same cases, whose causes are drawn evenly.
    """
    shares: dict[str, list[float]] = {asker: [] for asker in ASKERS}
    for seed in range(seeds):
        causes = random.Random(seed).choices(list(CAUSES), k=cases)
        for asker in ASKERS:
            shares[asker].append(
                mean(
                    share_after(asker, cause, random.Random(f"{seed} {case}"))
                    for case, cause in enumerate(causes)
                )
            )
    return shares


def draw_askers(shares: Mapping[str, Sequence[float]]) -> None:
    """Draw the share that each asker gives to the true cause, one dot for each seed."""
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(8, 2.4))
    for row, each in enumerate(shares.values()):
        colour = (ORANGE, GREY, BLUE)[row % 3]
        axes.plot([100 * share for share in each], [row] * len(each), "o", color=colour, alpha=0.6)
    axes.set_yticks(range(len(shares)), list(shares))
    axes.set_ylim(len(shares) - 0.5, -0.5)
    axes.set_xlim(0, 100)
    axes.set_xlabel("% of belief on the true cause after a price of 8, a dot for each of ten seeds")
    figure.tight_layout()
    show_figure(figure, "Share of the true cause for three ways of asking, ten seeds each")


UNEXPLAINED = {"at first": 40, "after 01": 18, "after 02": 9, "after 03": 3, "after 04": 0}


def draw_unexplained(until: str) -> None:
    """Draw the rows of the worst night that nobody can explain yet."""
    from matplotlib import pyplot as plt

    rows = UNEXPLAINED[until]
    figure, axes = plt.subplots(figsize=(8, 1.3), layout="tight")
    axes.barh([0], [rows], color=ORANGE)
    axes.barh([0], [40 - rows], left=[rows], color="#dddddd")
    axes.text(rows / 2 if rows else 1, 0, f"{rows} of 40 rows", ha="center", va="center")
    axes.set_xlim(0, 40)
    axes.set_yticks([])
    axes.set_xlabel("lost rows of the worst night, orange: unexplained")
    show_figure(figure, f"{rows} of 40 lost rows are unexplained")


# ---- situations in which a look is to be chosen


@dataclass(frozen=True, kw_only=True)
class OpenCase:
    """What a team believes, and the looks that it can take next."""

    says: str
    belief: Mapping[str, float]
    looks: Mapping[str, PricedLook]

    def __str__(self) -> str:
        """Give the belief and the looks, with + for yes, - for no, . for either."""
        lines = [", ".join(f"{cause} {share:.0%}" for cause, share in self.belief.items())]
        for name, look in self.looks.items():
            done = "  (done)" if look.done else ""
            lines.append(f"{name}  {look.signs:4}  price {look.price}  {look.asks}{done}")
        return self.says + "\n   " + "\n   ".join(lines) + "\n"


def _looks(*rows: tuple[str, int, str]) -> dict[str, PricedLook]:
    """Name looks a, b, c … in the order in which they are given; a price of 0 is a look done."""
    return {
        letter: PricedLook(asks=asks, price=price or 1, signs=signs, done=price == 0)
        for letter, (asks, price, signs) in zip("abcdef", rows, strict=False)
    }


SITUATIONS = {
    1: OpenCase(
        says="Checkout is slow since noon.",
        belief={"lock": 0.4, "vendor": 0.4, "cache": 0.2},
        looks=_looks(
            ("Is the processor busy?", 1, "+++"),
            ("Are there more orders than yesterday?", 1, "..."),
            ("Do queries wait for each other?", 2, "+--"),
            ("Is checkout slow in the test system, without the vendor?", 6, "+-+"),
        ),
    ),
    2: OpenCase(
        says="Errors since ten o'clock. A release went out then, and so did a newsletter.",
        belief={"release": 0.6, "newsletter": 0.3, "backup": 0.1},
        looks=_looks(
            ("Did the errors begin at ten?", 1, "++."),
            ("Does the node that kept the old release fail, too?", 2, "-++"),
            ("Does it stop if all nodes get the old release back?", 8, "+--"),
            ("Do the release's notes name a risk?", 1, "..."),
        ),
    ),
    3: OpenCase(
        says="One report takes an hour.",
        belief={"index": 0.4, "plan": 0.4, "lock": 0.2},
        looks=_looks(
            ("Is the report slow when nothing else runs?", 3, "++-"),
            ("Does the table grow?", 1, "++."),
            ("Does the database estimate far too few rows?", 1, "-+."),
            ("Is the report slow again tomorrow?", 3, "+++"),
        ),
    ),
    4: OpenCase(
        says="A job hangs about once a week.",
        belief={"lock": 0.25, "network": 0.25, "disk": 0.25, "signal": 0.25},
        looks=_looks(
            ("A week of traces of every call: does it hang in a call?", 9, "++--"),
            ("Does the stack of the hung job show a lock?", 1, "+---"),
            ("Is the job in the list of processes?", 1, "++++"),
            ("Is the network busy?", 2, "..+."),
        ),
    ),
    5: OpenCase(
        says="Mails arrive twice.",
        belief={"retry": 0.25, "queue": 0.25, "double click": 0.25, "template": 0.25},
        looks=_looks(
            ("Did somebody complain?", 1, "++++"),
            ("Is the queue longer than usual?", 1, "...."),
            ("Do both mails carry one order number?", 1, "++.+"),
            ("Do the logs of the sender show two jobs?", 3, "-++-"),
        ),
    ),
    6: OpenCase(
        says="Memory grows until the service is killed.",
        belief={"leak": 0.45, "cache": 0.45, "traffic": 0.1},
        looks=_looks(
            ("Empty the cache. Does the memory come back?", 2, "-+-"),
            ("Restart with an empty cache. Does it start small?", 1, "+++"),
            ("Restart, with the cache off and half of the traffic. Is it stable?", 2, ".++"),
            ("Does the dashboard of 40 graphs show a rise?", 3, "+++"),
        ),
    ),
    7: OpenCase(
        says="A partner's feed is empty on Mondays.",
        belief={"their job": 0.5, "our filter": 0.3, "the calendar": 0.2},
        looks=_looks(
            ("Is the raw file empty, too?", 0, "+--"),
            ("Does Monday's file pass without the filter?", 2, "-+-"),
            ("Was the feed empty last Monday?", 1, "+++"),
            ("Is the file of a Monday holiday empty?", 4, "+-+"),
        ),
    ),
    8: OpenCase(
        says="Logins fail for some users.",
        belief={"clock": 0.35, "proxy": 0.3, "key": 0.2, "browser": 0.15},
        looks=_looks(
            ("Do all of them see an error page?", 1, "+++."),
            ("Do they use one office's network?", 1, "-+--"),
            ("Does the failed login carry a token that is not valid yet?", 1, "+-.-"),
            ("Does it fail from two networks, with one browser, at once?", 2, "+-+-"),
        ),
    ),
}


# ---- a thread in which things seen and things thought are mixed

THREAD = (
    "The import of 12 May on node 3 read 1,900 rows and wrote 1,860.",
    "Node 3 must have lost its connection again.",
    "That is because node 3 is overloaded.",
    "All 40 rows that are missing have a time after 23:59:20.",
    "It is the same problem as in March.",
    "And the retries doubled some rows on Monday.",
    "`date`, run on all nodes at once, says 27 seconds more on node 3.",
    "So the whole cluster has a time problem.",
    "The log of node 3 has no line with ERROR on 12 May.",
    "The logger was probably down as well.",
)
OBSERVED = (1, 4, 7, 9)


# ---- nights of the importer

LIMITS = {
    "rows": (1, 10_000),
    "late": (0, 10_000),
    "ahead": (0, 120),
    "drops": (0, 5),
    "retries": (0, 5),
    "batch": (1, 1000),
    "workers": (1, 4),
}
ROOM = 2000  # rows that a worker can hold
MERGED = 500  # rows among which the merge finds what came twice


def night(
    *,
    rows: int = 1900,
    late: int = 40,
    ahead: int = 0,
    drops: int = 0,
    retries: int = 2,
    batch: int = 100,
    workers: int = 1,
    merge: bool = True,
) -> dict[str, int]:
    """Import one night's file, and count what became of its rows.

    Parameters
    ----------
    rows
        Rows of the file, 1 to 10,000.
    late
        Rows of the last minute of the day, spread over it evenly, 0 to `rows`.
    ahead
        Seconds that the clock runs ahead, 0 to 120.
    drops
        How often the connection drops while a batch is sent, 0 to 5.
    retries
        How many batches may be sent again, 0 to 5.
    batch
        Rows that are sent at once, 1 to 1000.
    workers
        Workers that share the file, 1 to 4.
    merge
        Whether rows that arrive twice become one.

    Returns
    -------
    dict
        Counts of rows `read`, `written`, `lost` and `doubled`.

    Raises
    ------
    ValueError
        For a number outside its limits.
    """
    given = {
        "rows": rows,
        "late": late,
        "ahead": ahead,
        "drops": drops,
        "retries": retries,
        "batch": batch,
        "workers": workers,
    }
    for name, number in given.items():
        low, high = LIMITS[name]
        if type(number) is not int or not low <= number <= high:
            raise ValueError(f"{name}: expected {low} to {high}, got {number!r}")
    if late > rows or type(merge) is not bool:
        raise ValueError(f"late: at most {rows}, merge: True or False, got {late}, {merge!r}")
    size = min(batch, rows)
    dated_tomorrow = late * min(ahead, 60) // 60
    too_many = max(0, rows - ROOM * workers)
    resent = min(drops, retries)
    never_sent = (drops - resent) * size
    twice = resent * (max(0, size - MERGED) if merge else size // 2)
    lost = min(rows, dated_tomorrow + too_many + never_sent)
    return {"read": rows, "written": rows - lost + twice, "lost": lost, "doubled": twice}


USUAL = {name: given.default for name, given in signature(night).parameters.items()}


# ---- a file that fails, and settings that differ


class Asker:
    """A test that runs once for each choice of items, and at most `budget` times."""

    def __init__(self, fails: Callable[[list[Any]], bool | None], budget: int) -> None:
        self.fails, self.budget, self.runs, self.asked = fails, budget, 0, 0
        self._known: dict[tuple[Any, ...], bool | None] = {}

    def __call__(self, items: Iterable[Any]) -> bool | None:
        """Say True if the test fails with these items, False if it passes, None if it cannot run.

        Raises
        ------
        RuntimeError
            If the budget is spent, or after 50 questions for each run of it.
        """
        self.asked += 1
        if self.asked > 50 * self.budget:
            raise RuntimeError("the same questions come over and over")
        chosen = tuple(items)
        if chosen not in self._known:
            if self.runs == self.budget:
                raise RuntimeError(f"the budget of {self.budget} runs is spent")
            self.runs += 1
            self._known[chosen] = self.fails(list(chosen))
        return self._known[chosen]


PAIR = ("0412 Müller, Ada", "1633 Mueller, Ada")


def file_of_may() -> list[str]:
    """Give the 1,900 rows of a night whose import on node 3 loses rows."""
    rows = [f"{number:04} customer {number * 7919 % 1900}" for number in range(1900)]
    for row in PAIR:
        rows[int(row[:4])] = row
    return rows


def loses(rows: Sequence[str]) -> bool:
    """Import some rows, and say whether any is lost."""
    return set(PAIR) <= set(rows)


NODE_1 = {
    f"{part}.{name}": 1 for part in ("read", "match", "merge", "write") for name in "abcdefghi"
}
NODE_1 |= {"match.fold": 0, "merge.window": 500, "read.pause": 0, "write.batch": 100}
NODE_3 = {name: value + 1 for name, value in NODE_1.items()}


def fails_with(settings: Mapping[str, int]) -> bool:
    """Import the file with some settings, and say whether rows are lost."""
    return settings["match.fold"] == 1 and settings["merge.window"] == 501


# ---- commits whose test is flaky

_OF_GIT = ("user.name=learner", "user.email=learner@example.org", "commit.gpgsign=false")
AUTHOR = tuple(word for setting in _OF_GIT for word in ("-c", setting))
COMMITS = 512


def flaky(
    first_bad: int, miss: float, false: float, seed: str, unbuilt: Collection[int] = ()
) -> Callable[[int], bool | None]:
    """Give a test of commits that errs.

    A bad commit passes with a chance of `miss`, and a good one fails with a chance of `false`. The
    answer is None for a commit that cannot be built. The draw is by seed, commit and call.
    """
    calls: Counter[int] = Counter()

    def run(commit: int) -> bool | None:
        calls[commit] += 1
        if commit in unbuilt:
            return None
        drawn = random.Random(f"{seed} {commit} {calls[commit]}").random()
        return drawn >= miss if commit >= first_bad else drawn < false

    return run


def bisect(commits: int, run: Callable[[int], bool | None], repeats: int = 1) -> int:
    """Halve the range as `git bisect` does; a commit is bad if one of its `repeats` runs fails."""
    low, high = 0, commits - 1
    while low < high:
        middle = (low + high) // 2
        if any(run(middle) for _ in range(repeats)):
            high = middle
        else:
            low = middle + 1
    return low


def rates(
    miss: float, false: float, repeats: int, seeds: int = 10, draws: int = 100
) -> list[float]:
    """Say in which share of draws `bisect` finds the first bad commit, once for each seed."""
    shares = []
    for seed in range(seeds):
        rng = random.Random(seed)
        right = 0
        for draw in range(draws):
            first = rng.randrange(COMMITS)
            right += bisect(COMMITS, flaky(first, miss, false, f"{seed} {draw}"), repeats) == first
        shares.append(right / draws)
    return shares


def draw_rates(miss: float, false: float, repeats: Sequence[int] = (1, 2, 3, 5)) -> None:
    """Draw how often plain bisection is right when each test is repeated."""
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(8, 2.6))
    for row, times in enumerate(repeats):
        shares = [100 * share for share in rates(miss, false, times)]
        axes.plot(shares, [row] * len(shares), "o", color=BLUE, alpha=0.6)
    axes.set_yticks(range(len(repeats)), [f"{times} x 9 runs" for times in repeats])
    axes.set_ylim(len(repeats) - 0.5, -0.5)
    axes.set_xlim(0, 102)
    axes.set_xlabel("% of searches that name the right commit, a dot for each of ten seeds")
    axes.set_title(
        f"a bad commit passes in {miss:.0%}, a good one fails in {false:.0%}", loc="left"
    )
    figure.tight_layout()
    show_figure(figure, f"Success of bisection, misses {miss:.0%}, false alarms {false:.0%}")


def bisect_outside(first_bad: int, commits: int = 64) -> str:
    """Build a repository in a temporary folder, let `git bisect run` search it, and say its end."""
    if not (git := which("git")):
        return "git is not installed here, so this cell has nothing to run"
    with TemporaryDirectory() as folder:

        def call(*words: str) -> str:
            program = [git, *AUTHOR, *words]
            return run_program(
                program, cwd=folder, check=True, capture_output=True, text=True
            ).stdout

        call("init", "-q")
        for commit in range(commits):
            Path(folder, "importer.txt").write_text(f"{commit}\n", encoding="utf-8")
            call("add", "importer.txt")
            call("commit", "-qm", f"change {commit}")
        call("bisect", "start", "HEAD", f"HEAD~{commits - 1}")
        read = 'n=$(cat importer.txt); test "$n" -eq 20 && exit 125; '
        said = call("bisect", "run", "sh", "-c", f'{read} test "$n" -lt {first_bad}').splitlines()
        return "\n".join(line.strip() for line in said if line.startswith("    change"))
