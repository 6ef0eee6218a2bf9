"""What posts are worth by rules, each checked against what was really so when they were made.

No rule looks at the order of posts as such: the right order follows from what is true at a time.
So a post that is right never costs points, and one left out never earns any.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from course.incidents.journal import Hypothesis, Post
from course.incidents.replayed_run import Run
from course.incidents.scenario import SECOND
from course.incidents.vocabulary import PARTS, STATUSES, Unit

PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d{1,2})?)\s*(?:%|percent\b|per cent\b)")
COUNT = re.compile(
    r"(?<![:.,\d])(\d{1,3}(?:,\d{3})+|\d{1,9})\s+(?:\w+\s+){0,2}"
    r"(accounts?|records?|customers?|users?|requests?|messages?|answers?|submissions?|results?)\b"
)
ETA = re.compile(
    r"\b(?:eta|(?:fixed|resolved|restored|back|done|recovered|working)\b[^.!?]{0,40}"
    r"\b(?:in|within|by|before)\s+(?:(?:about|around|roughly|at\s+most|less\s+than|under|the\s+next)"
    r"\s+)*(?:\d+|few|an?\s+(?:hour|few|couple|quarter|minute|moment)|half|noon|midnight|tonight|tomorrow|"
    r"today|two|three|four|five|six|ten|fifteen|twenty|thirty|forty|fifty|sixty|minutes|hours)\b|"
    r"will be (?:fixed|resolved|restored|back|done|over)\b)",
    re.IGNORECASE,
)
CLOSING = ("that it is mended", "what became of data", "what follows")
SENTENCE = re.compile(r"[^.!?;\n]+")
SPEAKS = 3  # words of a sentence that says something
UNITS_OF: dict[str, Unit] = {
    "account": "accounts",
    "record": "records",
    "request": "requests",
    "message": "messages",
}  # other nouns may mean any unit
STALE_S = 300  # a status may lag behind by so much
LAG_S = 120  # and an amount by so much


@dataclass(frozen=True, kw_only=True)
class JudgedPost:
    """A post to customers, and whether what it says was true when it was made.

    Attributes
    ----------
    t_s : int
        Second of the run at which it was made.
    post : Post
        The post itself.
    magnitude : bool or None
        Whether it says rightly how many are affected; None where it says nothing of that.
    components : bool or None
        Whether it names what is affected; None where it names nothing.
    status : bool
        Whether its status was right.
    clean : tuple of str
        What it should not have said; empty where it says nothing of that kind.
    missing : tuple of str
        For a post that closes the incident, what it leaves out.
    """

    t_s: int
    post: Post
    magnitude: bool | None
    components: bool | None
    status: bool
    clean: tuple[str, ...]
    missing: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """Everything that customers read in it."""
        return f"{self.post.impact} {self.post.text}"


def public_posts(run: Run) -> list[JudgedPost]:
    """Judge each post to customers by what was true when it was made.

    Parameters
    ----------
    run : Run
        What `replay` gives.

    Returns
    -------
    list of JudgedPost
        In order of time. Posts to colleagues are not among them.
    """
    posts = []
    for entry in run.journal.of("post"):
        post = cast("Post", entry.arguments())
        if post.audience == "customers":
            posts.append(
                JudgedPost(
                    t_s=entry.t,
                    post=post,
                    magnitude=_magnitude(run, entry.t, post),
                    components=_components(run, post),
                    status=status_fits(run, entry.t, post.status),
                    clean=tuple(_unclean(run, post)),
                    missing=tuple(_missing(run, post)),
                )
            )
    return posts


def shares(run: Run, posts: list[JudgedPost]) -> dict[str, float]:
    """Say how far each rule for posts is met.

    Parameters
    ----------
    run : Run
        What `replay` gives.
    posts : list of JudgedPost
        What `public_posts` gives for that run.

    Returns
    -------
    dict of str to float
        For each part of the score that rules give for communication, the share of its points, from
        0 to 1.
    """
    par = run.scenario.par.detect / SECOND
    breach = run.course.breach_s()
    base = run.course.onset_s if breach is None else breach
    due = base + par + run.scenario.telling.first_within / SECOND
    return {
        "communication.first": float(any(p.t_s <= due for p in posts)),
        "communication.cadence": _covered(run, posts, due),
        "communication.magnitude": _share([p.magnitude for p in posts]),
        "communication.components": _share([p.components for p in posts]),
        "communication.status": _share([p.status for p in posts]),
        "communication.language": _share([not p.clean for p in posts]),
        "communication.closing": max((_closing(run, p) for p in posts), default=0.0),
    }


def _share(judged: list[bool | None]) -> float:
    """Share that is right of those that say something; nothing said is nothing earned."""
    verdicts = [x for x in judged if x is not None]
    return sum(verdicts) / len(verdicts) if verdicts else 0.0


def _covered(run: Run, posts: list[JudgedPost], due: float) -> float:
    """Share of the time, from when the first post was due, that the last word was not old.

    A post is not old for the cadence, or up to the next one it promises; without a promise for
    half the cadence, `resolved` for ever. The time ends when the objective has been held.
    """
    cadence = run.scenario.telling.cadence / SECOND
    end = float(run.course.t_s[-1])
    if (resolved := run.course.resolved_s()) is not None:
        end = min(end, resolved + run.course.hold_s)
    if end <= due:
        return float(bool(posts))
    covered, reached = 0.0, due
    for post in sorted(posts, key=lambda p: p.t_s):
        promise = post.post.next_update_s
        lasts = cadence / 2 if promise is None else min(cadence, promise)
        if post.post.status == "resolved" and post.status:
            lasts = end
        until = min(post.t_s + lasts, end)
        covered += max(0.0, until - max(reached, post.t_s))
        reached = max(reached, until)
    return min(covered / (end - due), 1.0)


def status_fits(run: Run, t_s: float, status: str) -> bool:
    """Whether a status was true then; it may lag behind by five minutes."""
    return any(STATUSES.index(status) in stages(run, t) for t in (t_s, max(t_s - STALE_S, 0)))


def stages(run: Run, t_s: float) -> set[int]:
    """Statuses, by number, that were true at a time."""
    if run.course.held_at(t_s):
        return {2, 3}
    numbers = {1} if understood_s(run) <= t_s else {0}
    if any(act.t_s <= t_s for act in run.acts):
        numbers.add(2)
    return numbers


def understood_s(run: Run) -> float:
    """When the cause was first said rightly; infinity: never."""
    truth = run.scenario.truth
    for entry in run.journal.of("hypothesis"):
        hypothesis = cast("Hypothesis", entry.arguments())
        named = {truth.aliases.get(c, c) for c in hypothesis.components}
        if hypothesis.cause in (truth.cause, *truth.also) and named & set(truth.components):
            return entry.t
    return float("inf")


def _magnitude(run: Run, t_s: int, post: Post) -> bool | None:
    """Whether each stated size is within a factor of 2 of a true one; None: none is stated."""
    words = f"{post.impact} {post.text}"
    unit: tuple[Unit, ...] = (post.affected_unit,) if post.affected_unit else ()
    rows = [(float(x.replace(",", ".")), true_percents(run, t_s)) for x in PERCENT.findall(words)]
    for found in COUNT.finditer(words):
        of = UNITS_OF.get(found[2].removesuffix("s"))
        size = float(found[1].replace(",", ""))
        rows.append((size, true_counts(run, t_s, (of,) if of else ())))
    if post.affected_percent is not None:
        rows.append((post.affected_percent, true_percents(run, t_s, unit)))
    if post.affected_count is not None:
        rows.append((float(post.affected_count), true_counts(run, t_s, unit)))
    if not rows:
        return None
    return all(any(y / 2 <= x <= 2 * y and y > 0 for y in truths) for x, truths in rows)


def true_percents(run: Run, t_s: float, units: tuple[Unit, ...] = ()) -> list[float]:
    """Percent that was affected up to a time: of requests, over several spans; of messages."""
    course = run.course
    breach = course.breach_s() or course.onset_s
    shares: list[float] = []
    if "requests" in (units or ("requests",)):
        spans = (course.onset_s, breach, t_s - 60, t_s - 300)
        shares += [x for since in spans if since < t_s for x in course.bad_shares(since, t_s)]
    stuck, published = course.amounts.get("messages", (None, None))
    if stuck is not None and published is not None and "messages" in (units or ("messages",)):
        for since in (course.onset_s, breach):
            new = published[course.at(t_s)] - published[course.at(since)]
            shares += [stuck[course.at(t)] / new for t in (t_s, t_s - LAG_S) if new > 0]
    return [100 * float(share) for share in shares]


def true_counts(run: Run, t_s: float, units: tuple[Unit, ...] = ()) -> list[float]:
    """How many were affected up to a time, or two minutes before it, in each of some units."""
    course, counts = run.course, []
    for unit in units or tuple(course.amounts):
        if unit in course.amounts:
            so_far = course.amounts[unit][0]
            before = so_far[course.at(course.onset_s)] if unit == "requests" else 0.0
            counts += [float(so_far[course.at(t)] - before) for t in (t_s, t_s - LAG_S)]
    return counts


def _components(run: Run, post: Post) -> bool | None:
    """Whether the named components are those that suffer: Jaccard of 0.8 or more."""
    if not post.components:
        return None
    named, true = set(post.components), set(run.scenario.truth.affected)
    return len(named & true) / len(named | true) >= 0.8


def _unclean(run: Run, post: Post) -> Iterator[str]:
    """What a public post should not say: names from inside, stack traces, a promised end."""
    words = f"{post.impact} {post.text}"
    public = " ".join(p.name for p in run.scenario.status_page).lower()
    names = run.names
    inner = {*names.queues, *names.caches, *names.secrets, *names.tokens, *names.flags}
    inner |= {s for s in names.services if not re.search(rf"\b{re.escape(s)}s?\b", public)}
    for name in sorted(inner):
        plain = len(name) < 12 and name.isalpha()  # an everyday word is told by how it is used
        pattern = rf"\b{re.escape(name)}\b(?=\s+(?:service|replica|pool|pod|cache|queue|database))"
        if re.search(pattern if plain else rf"\b{re.escape(name)}\b", words, re.IGNORECASE):
            yield f"an internal name, {name}"
    if re.search(r"Traceback|\b\w+(?:Error|Exception)\b|\bv\d+\b|\b\w+\.\w+\(", words):
        yield "technical detail"
    if not run.scenario.telling.allow_eta and ETA.search(words):
        yield "a promised end"


def _closing(run: Run, post: JudgedPost) -> float:
    """Share of what a closing post should say that this one says; only a true one counts."""
    if post.post.status != "resolved" or not run.course.held_at(post.t_s):
        return 0.0
    return 1 - len(post.missing) / len(run.scenario.telling.closing)


def _missing(run: Run, post: Post) -> Iterator[str]:
    """What a post that closes leaves out: a sentence of three words or more says each thing."""
    if post.status != "resolved":
        return
    sentences = [s.lower() for s in SENTENCE.findall(f"{post.impact}. {post.text}")]
    told = [s for s in sentences if len(s.split()) >= SPEAKS]
    for words, what in zip(run.scenario.telling.closing, CLOSING, strict=False):
        if not any(re.search(rf"\b{re.escape(word)}", s) for word in words for s in told):
            yield what


def points(run: Run, posts: list[JudgedPost]) -> dict[str, float]:
    """Points by rule."""
    return {name: PARTS[name] * share for name, share in shares(run, posts).items()}
