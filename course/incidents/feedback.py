"""Written feedback on a run: strengths, improvements, recommendations, each with its evidence.

Every sentence follows by rule from a part of the score and from what the replay shows; none is
said without a time or a number that a learner can look up in the journal or the telemetry.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from course.incidents.act_effects import CAUSE_LOOKS, Effect, looked
from course.incidents.journal import Hypothesis
from course.incidents.post_rules import JudgedPost, true_counts
from course.incidents.replayed_run import Act, Run
from course.incidents.scenario import SECOND
from course.incidents.scoring import UNRESTORED, Score, declared
from course.incidents.vocabulary import PARTS

LOOK_S = 120  # an act's effect is judged by so much before it and after it is done
MOST = 4  # sentences under a heading
GUESS = "you had not looked at the system since it began, so it counts as a guess"


@dataclass(frozen=True, kw_only=True)
class Remark:
    """A sentence, and the line of evidence it rests on; `weight` is points."""

    words: str
    evidence: str
    weight: float


@dataclass(frozen=True, kw_only=True)
class Feedback:
    """The plan's three headings, the weightiest first; what each act did; what happened when."""

    strengths: tuple[Remark, ...]
    improvements: tuple[Remark, ...]
    recommendations: tuple[Remark, ...]
    acts: tuple[str, ...]
    timeline: tuple[str, ...]

    def data(self) -> dict[str, Any]:
        """As plain data, for JSON."""
        heads = ("strengths", "improvements", "recommendations")
        rows = {
            h: [{"words": r.words, "evidence": r.evidence} for r in getattr(self, h)] for h in heads
        }
        return {**rows, "acts": list(self.acts), "timeline": list(self.timeline)}


def feedback(run: Run, score: Score) -> Feedback:
    """Write the feedback on a run."""
    good: list[Remark] = []
    bad: list[Remark] = []
    for part, remark in remarks(run, score):
        share = score.parts.get(part, 0.0) / PARTS[part]
        (good if share >= 0.75 else bad).append(remark)
    bad += _acted(run, score)
    good.sort(key=lambda r: -r.weight)
    bad.sort(key=lambda r: -r.weight)
    return Feedback(
        strengths=tuple(good[:MOST]),
        improvements=tuple(bad[:MOST]),
        recommendations=tuple(_recommended(run, score))[:MOST],
        acts=tuple(told_act(run, effect) for effect in score.effects),
        timeline=tuple(timeline(run)),
    )


def remarks(run: Run, score: Score) -> Iterator[tuple[str, Remark]]:
    """A sentence for each group of parts, worded by what was reached."""
    if run.scenario.quiet:
        yield from _of_quiet(run, score)
        return
    parts, at = score.parts, run.scenario.at_clock

    def remark(part: str, high: str, low: str, evidence: str) -> tuple[str, Remark]:
        out_of = PARTS[part]
        well = parts[part] / out_of >= 0.75
        weight = parts[part] if well else out_of - parts[part]
        return part, Remark(words=high if well else low, evidence=evidence, weight=weight)

    breach = run.course.breach_s()
    began = at(run.course.onset_s if breach is None else breach)
    alarm, _ = declared(run)
    declaration = (
        "you never declared an incident" if alarm is None else f"you declared at {at(alarm.t)}"
    )
    yield remark(
        "detection.time",
        "You saw it early and said so.",
        "Declare sooner: users suffer from the breach on, not from the declaration on.",
        f"users were hurt from {began} on; {declaration}"
        + (f"; {score.false_alarms} false alarms" if score.false_alarms else "")
        + ("" if alarm is None or looked(run, alarm.t) else f"; {GUESS}"),
    )
    yield from (remark(*words) for words in _analysed(run, score))
    resolved = run.course.resolved_s()
    since = (
        "the objective was not met to the end"
        if resolved is None
        else (f"the objective is met since {at(resolved)}")
    )
    yield remark(
        "resolution.objective",
        "You brought the service back and left only when it had held.",
        "It was not back, or you left before it had held for three minutes.",
        since
        + _closed(run)
        + ("" if score.restored else f"; rules give such a run {UNRESTORED:g} points at most"),
    )
    yield remark(
        "resolution.regret",
        "You spared users most of the harm that could be spared.",
        "Much of the harm could have been spared.",
        f"harm {score.harm:.0f}; with nobody acting {score.harm_of_nothing:.0f}, "
        f"at best {score.harm_of_oracle:.0f}",
    )
    yield remark(
        "resolution.cause_removed",
        "You took the cause away, not only its effects.",
        "The cause was still there at the end.",
        "you did " + (_listed(run) or "nothing"),
    )
    yield from (remark(*words) for words in _evidence_by_part(run, score))


def _of_quiet(run: Run, score: Score) -> Iterator[tuple[str, Remark]]:
    """A sentence for each phase of a run in which nothing was wrong."""
    said = run.journal.of("hypothesis")
    named = said[-1].args["cause"] if said else "no hypothesis"
    left = _closed(run) or "; you did not close"
    rows = (
        (
            "detection.time",
            "You raised no alarm where none was due.",
            "Look first: nothing was wrong, and an alarm wakes people.",
            f"you declared {score.false_alarms} times{left}",
        ),
        (
            "analysis.cause",
            "You said that nothing was wrong, and it was so.",
            "Compare with the usual before you call something a fault.",
            f"you named {named}; what was seen is usual",
        ),
        (
            "resolution.harmless",
            "You left alone what was well.",
            "Leave alone what is well: each act is a risk.",
            "you did " + (_listed(run) or "nothing"),
        ),
        (
            "communication.status",
            "You worried nobody.",
            "Do not tell customers of trouble that there is not.",
            f"you posted {len(score.posts)} times to customers",
        ),
    )
    for part, high, low, evidence in rows:
        out_of = sum(p for name, p in PARTS.items() if name.startswith(part.split(".")[0]))
        share = score.phase(part.partition(".")[0]) / out_of
        weight = out_of * (share if share >= 0.6 else 1 - share)
        yield part, Remark(words=high if share >= 0.6 else low, evidence=evidence, weight=weight)


def _analysed(run: Run, score: Score) -> Iterator[tuple[str, str, str, str]]:
    truth, at = run.scenario.truth, run.scenario.at_clock
    hypotheses = run.journal.of("hypothesis")
    where = ", ".join(truth.components)
    if not hypotheses:
        claim = "you recorded no hypothesis"
        yield (
            "analysis.components",
            "",
            "Write down what you think is wrong, and where.",
            f"{claim}; it was {truth.cause} in {where}",
        )
        return
    last = cast("Hypothesis", hypotheses[-1].arguments())
    named = ", ".join(last.components)
    said = f"you named {named}: {last.cause}" if named else f"you said: {last.cause}"
    claim = f"at {at(hypotheses[-1].t)} {said}"
    if not looked(run, hypotheses[-1].t, CAUSE_LOOKS):
        words = "Look before you name a cause: at metrics, logs, traces or what was changed."
        yield "analysis.components", "", words, f"{claim}; {GUESS}"
        return
    yield (
        "analysis.components",
        "You named where it was.",
        "You looked in the wrong place.",
        f"{claim}; it was {where}",
    )
    yield (
        "analysis.cause",
        "You named what was wrong.",
        "What was wrong was something else than you said.",
        f"{claim}; it was: {truth.cause}",
    )
    set_off = f"{truth.trigger}, at {at(truth.onset / SECOND)}"
    if hypotheses and score.parts["analysis.cause"]:
        yield (
            "analysis.trigger",
            "You told what set it off from what was wrong.",
            "Tell what set it off from what is wrong.",
            f"it was set off by: {set_off}",
        )


def _closed(run: Run) -> str:
    closed = run.journal.of("close")
    return f"; you closed at {run.scenario.at_clock(closed[-1].t)}" if closed else ""


def _listed(run: Run) -> str:
    at = run.scenario.at_clock
    return ", ".join(f"{spoken(a)} at {at(a.t_s)}" for a in run.acts[:4])


def spoken(act: Act) -> str:
    """An act as a call: `scale(service=api, replicas=4)`."""
    return f"{act.verb}({', '.join(f'{k}={v}' for k, v in act.args.items())})"


def _evidence_by_part(run: Run, score: Score) -> Iterator[tuple[str, str, str, str]]:
    at, posts = run.scenario.at_clock, score.posts
    times = ", ".join(at(p.t_s) for p in posts[:6])
    when = f"you posted at {times}" if times else "you posted nothing to customers"
    yield (
        "communication.first",
        "Customers heard of it in time.",
        "Tell customers sooner.",
        when,
    )
    cadence = run.scenario.telling.cadence // (60 * SECOND)
    yield (
        "communication.cadence",
        "You kept customers informed throughout.",
        f"Leave no silence longer than {cadence} minutes, and promise when you will speak again.",
        when,
    )
    wrong = [p for p in posts if p.magnitude is False or p.components is False or not p.status]
    for part, high, low in (
        (
            "communication.magnitude",
            "You stated how many are affected, and it was so.",
            "State how many are affected, within a factor of two of what is measured.",
        ),
        (
            "communication.components",
            "You named what customers know by its public name.",
            "Name the public components that suffer, all of them and no others.",
        ),
        (
            "communication.status",
            "Each status you posted was true when you posted it.",
            "Post a status only when it is true: identified after the cause is, resolved after "
            "three good minutes.",
        ),
    ):
        yield part, high, low, _evidence_of(run, part, posts, wrong)
    unclean = [f"at {at(p.t_s)} you told {', '.join(p.clean)}" for p in posts if p.clean]
    yield (
        "communication.language",
        "Your public words were free of internals and promises.",
        "Leave out internal names, technical detail, and when it will be over.",
        "; ".join(unclean) or when,
    )
    yield (
        "communication.closing",
        "You closed with what users needed to know.",
        "Close with a post: that it is mended, what became of data, and what follows.",
        _closing_evidence(run, posts),
    )


def _closing_evidence(run: Run, posts: tuple[JudgedPost, ...]) -> str:
    at = run.scenario.at_clock
    closing = [p for p in posts if p.post.status == "resolved"]
    if not closing:
        return f"status of your last public post: {posts[-1].post.status if posts else 'none'}"
    true = [p for p in closing if run.course.held_at(p.t_s)]
    if not true:
        return f"you posted 'resolved' at {at(closing[-1].t_s)}, and it had not held by then"
    best = min(true, key=lambda post: len(post.missing))
    what = f"leaves out {', '.join(best.missing)}" if best.missing else "says all of it"
    return f"your closing post at {at(best.t_s)} {what}"


def _evidence_of(
    run: Run, part: str, posts: tuple[JudgedPost, ...], wrong: list[JudgedPost]
) -> str:
    at, field = run.scenario.at_clock, part.partition(".")[2]
    for post in wrong:
        if getattr(post, field) is False:
            more = {
                "magnitude": _true_size(run, post),
                "components": f"affected were {', '.join(run.scenario.truth.affected)}",
                "status": f"you posted {post.post.status!r}, and it was not so",
            }[field]
            return f"at {at(post.t_s)}: {more}"
    if not posts:
        return "you posted nothing to customers"
    return f"your posts at {', '.join(at(p.t_s) for p in posts[:6])}"


def _true_size(run: Run, post: JudgedPost) -> str:
    """What was affected then, in each unit that the run knows."""
    share = 100 * run.course.bad_share(post.t_s - 300, post.t_s)
    counts = [
        f"{true_counts(run, post.t_s, (unit,))[0]:.0f} {unit} were affected"
        for unit in run.course.amounts
        if unit != "requests"
    ]
    requests = f"{share:.0f} % of all requests failed in the five minutes before"
    return ", ".join([requests, *counts])


def _acted(run: Run, score: Score) -> Iterator[Remark]:
    """What acts did that was not good: made it worse, changed nothing, or were guesses."""
    for effect in score.effects:
        evidence = f"{act_evidence(run, effect.act)}; {compared(effect)}"
        if effect.kind == "harmed" and effect.cost > 1:
            words = effect.pitfall.words if effect.pitfall else "made it worse"
            yield Remark(words=f"You {words}.", evidence=evidence, weight=4 * effect.cost)
        elif effect.cost >= 1 and effect.kind == "no difference" and not effect.needed:
            words = "Leave alone what is not broken: this act changed nothing for users."
            yield Remark(words=words, evidence=evidence, weight=effect.cost)
        elif not effect.looked:
            words = "Look before you act: without a look it is a guess, also where it helps."
            yield Remark(words=words, evidence=evidence, weight=effect.cost)


def told_act(run: Run, effect: Effect) -> str:
    """An act and what it did: `14:16 rollback(service=api): helped; without it ...`."""
    guess = "" if effect.looked else ", and a guess"
    when = run.scenario.at_clock(effect.act.t_s)
    return f"{when} {spoken(effect.act)}: {effect.kind}{guess}; {compared(effect)}"


def compared(effect: Effect) -> str:
    """The same run with and without an act: `without it, harm would have been 310 more (12 %)`."""
    if effect.kind == "no difference":
        return f"with and without it harm is the same within {abs(effect.share):.1%}"
    more = "more" if effect.spared > 0 else "less"
    size = f"{abs(effect.spared):.0f} {more}"
    return f"without it harm would have been {size} ({abs(effect.share):.0%} of nobody acting)"


def _bad_around(run: Run, act: Act) -> tuple[float, float]:
    course = run.course
    end = min(act.done_s, float(course.t_s[-1]))
    return (
        course.bad_share(act.t_s - LOOK_S, act.t_s),
        course.bad_share(end, min(end + LOOK_S, float(course.t_s[-1]))),
    )


def act_evidence(run: Run, act: Act) -> str:
    """Say what changed around an act: `at 14:07 you did scale(...); pool wait rose 38 %`."""
    head = f"at {run.scenario.at_clock(act.t_s)} you did {spoken(act)}"
    before, after = _bad_around(run, act)
    effects = [f"bad requests went from {100 * before:.1f} % to {100 * after:.1f} %"]
    last = float(run.course.t_s[-1])
    end = run.course.bad_share(last - LOOK_S, last)
    if end > after + 0.1:
        effects.append(f"{100 * end:.1f} % at the end")
    waits = (_wait(run, act.t_s - LOOK_S, act.t_s), _wait(run, act.done_s, act.done_s + LOOK_S))
    if waits[0] > 1e-3 or waits[1] > 1e-3:
        change = 100 * (waits[1] - waits[0]) / max(waits[0], 1e-3)
        if abs(change) >= 10:
            how = "rose" if change > 0 else "fell"
            ms = f"from {1000 * waits[0]:.0f} to {1000 * waits[1]:.0f} ms"
            effects.append(f"waiting for pools {how} {ms}")
    return f"{head}; {', '.join(effects)}"


def _wait(run: Run, since_s: float, until_s: float) -> float:
    """Mean wait (s) for a place in any pool between two times; timeouts count."""
    last = float(run.course.t_s[-1])
    a, b = (run.scrapes[run.course.at(min(t, last))].pools for t in (since_s, until_s))
    n = np.sum(b["grants"] + b["timeouts"]) - np.sum(a["grants"] + a["timeouts"])
    return float((np.sum(b["waited_ns"]) - np.sum(a["waited_ns"])) / n / 1e9) if n > 0 else 0.0


def _recommended(run: Run, score: Score) -> Iterator[Remark]:
    """What to do next time."""
    truth = run.scenario.truth
    if score.parts["resolution.cause_removed"] < PARTS["resolution.cause_removed"]:
        for words in truth.recommended[:2]:
            yield Remark(words=words + ".", evidence=f"the cause was: {truth.cause}", weight=5)
    stale = [b for b in run.scenario.runbooks if b.stale]
    read = {e.args["name"] for e in run.journal.of("runbook")}
    for book in stale:
        if book.name in read:
            evidence = f"the runbook {book.name!r} is out of date"
            yield Remark(words="Mend the runbook you read.", evidence=evidence, weight=1)
    if score.hints:
        evidence = f"you took {score.hints} hints"
        yield Remark(words="Play it again without hints.", evidence=evidence, weight=1)
    what = " in ".join(filter(None, (truth.cause, ", ".join(truth.components))))
    yield Remark(words=truth.lesson, evidence=what, weight=1)


def timeline(run: Run) -> Iterator[str]:
    """What happened, by time of day: the truth and the learner's lines together."""
    at, course = run.scenario.at_clock, run.course
    began = f"it began: {run.scenario.truth.trigger}"
    rows = [] if run.scenario.quiet else [(course.onset_s, began)]
    if (breach := course.breach_s()) is not None:
        rows.append((breach, "users were hurt: the objective is missed"))
    if (resolved := course.resolved_s()) is not None:
        rows.append((resolved, "the objective is met again"))
    for entry in run.journal.entries[1:]:
        words = _line(entry.verb, entry.args)
        if words:
            rows.append((entry.t, words))
    yield from (f"{at(t)} {what}" for t, what in sorted(rows, key=lambda row: row[0]))


def _line(verb: str, args: dict[str, Any]) -> str:
    if verb.startswith("act."):
        return f"you did {verb[4:]}({', '.join(f'{k}={v}' for k, v in args.items())})"
    if verb == "hypothesis":
        where = ", ".join(args.get("components", ()))
        return f"you named {where}: {args['cause']}" if where else f"you said: {args['cause']}"
    if verb == "post":
        return f"you told {args['audience']}: {args['status']}"
    return {"declare": "you declared", "close": "you closed", "hint": "you took a hint"}.get(
        verb, ""
    )
