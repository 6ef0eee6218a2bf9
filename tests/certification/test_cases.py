"""Records and the certificates that follow, each expected by hand from the plan.

Level 1 asks for five modules (101 at 80 %, the others at 85 %), a theoretical assessment of 80,
a practical one of 85, and the project: TTI better by 20 %, bundle smaller. Certificates hold 2
years; they are renewed in the last 90 days. The rules in words: docs/certification.md.
"""

from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

import pytest

from course.certification import State
from course.program import Program
from course.records.results import LearnerRecord
from tests.certification.people import (
    EXPIRES,
    FULL,
    GOOD,
    MODULES_ON,
    NOW,
    OPENS,
    PROGRAM,
    PROJECT_ON,
    changed,
    day,
    level,
    module,
    paper,
    plus,
    practice,
    project,
    theory,
    without,
)

MISSING, HELD, WINDOW, LAPSED = State.MISSING, State.HELD, State.WINDOW, State.LAPSED
DAY = timedelta(days=1)
AGAIN = day("2027-03-01")  # in the window
AFTER = day("2027-06-01")  # after expiry


class Case(NamedTuple):
    why: str
    record: LearnerRecord
    state: State
    earned: date | None = PROJECT_ON
    expires: date | None = EXPIRES
    on: date = NOW
    lacks: str | None = None  # what the first missing thing says
    program: Program = PROGRAM


def missing(
    why: str, record: LearnerRecord, lacks: str, *, on: date = NOW, program: Program = PROGRAM
) -> Case:
    return Case(why, record, MISSING, None, None, on, lacks, program)


def measured(before: float, after: float, metric: str = "tti_ms") -> LearnerRecord:
    return without("project", projects=project({**GOOD, metric: (before, after)}))


RENEWED = plus(FULL, assessments=(theory(on=AGAIN), practice(on=AGAIN + DAY)))
NEVER_RENEWED = paper("2023-03-01", "2025-03-01")  # two years earlier, and over
P = "project Performance Optimization: "

CASES = [
    # Everything, and each thing missing
    Case("all three requirements met; earned on the day of the last", FULL, HELD),
    missing("nothing at all", LearnerRecord(learner="a", name="a"), "101-system-architecture: nothing graded"),
    missing("a module is missing", without("103"), "103-testing: nothing graded, and not ready yet"),
    missing("no theory; practice does not stand in for it",
            without("theoretical", assessments=practice(100)), "assessment theoretical: not taken, 80 needed"),
    missing("no practice", without("practical"), "assessment practical: not taken, 85 needed"),
    missing("no project", without("project"), P + "not handed in"),
    # Passing marks
    missing("theory 79 of 80", without("theoretical", assessments=theory(79)), "assessment theoretical: 79 of 80"),
    Case("theory 80 of 80: equal is enough", without("theoretical", assessments=theory(80)), HELD),
    missing("theory 79.999 is not 80, and is not shown as 80",
            without("theoretical", assessments=theory(79.999)), "assessment theoretical: 79.99 of 80"),
    missing("practice 84 of 85", without("practical", assessments=practice(84)), "assessment practical: 84 of 85"),
    Case("practice 85 of 85", without("practical", assessments=practice(85)), HELD),
    Case("noise of binary floats does not fail 85: 84.99999999999999 is 85",
         without("practical", assessments=practice(84.99999999999999)), HELD),
    missing("never blended: 100 and 84 are 92 on average",
            without("theoretical", "practical", assessments=(theory(100), practice(84))), "assessment practical: 84 of 85"),
    missing("never blended the other way", without("theoretical", "practical", assessments=(theory(79), practice(100))),
            "assessment theoretical: 79 of 80"),
    Case("module 101 has its own mark, 80", without("101", modules=module("101-system-architecture", 80)), HELD),
    missing("102 takes the practical mark, 85", without("102", modules=module("102-code-quality", 84)),
            "102-code-quality: 84 of 85"),
    missing("two thirds of 120 points and a bit are less than 80 %",
            without("101", modules=module("101-system-architecture", Fraction(9599, 120))),
            "101-system-architecture: 79.99 of 80"),
    missing("points that await a person are not points yet, and not lost",
            without("101", modules=module("101-system-architecture", 78, pending=4)),
            "101-system-architecture: 78 of 80, and 4 more await a person"),
    missing("points that await a person and cannot help are not mentioned",
            without("101", modules=module("101-system-architecture", 70, pending=4)),
            "101-system-architecture: 70 of 80"),
    missing("a pass on a day that nobody knows does not count",
            without("101", modules=module("101-system-architecture", 95, None)),
            "101-system-architecture: passed on a day that is not known"),
    # The project
    Case("TTI better by exactly 20 %", measured(4100, 3280), HELD),
    missing("TTI better by 19.99 %", measured(10_000, 8001), P + "tti_ms changed by 19.99 %, decrease of 20 % at least needed"),
    missing("TTI worse", measured(3200, 4000), P + "tti_ms from 3200 to 4000, decrease of 20 % at least needed"),
    missing("a baseline of 0 gets no better", measured(0, 0), P + "tti_ms from 0 to 0, decrease of 20 % at least needed"),
    missing("a bundle that stayed as it is was not reduced", measured(5, 5, "initial_bundle_bytes"),
            P + "initial_bundle_bytes from 5 to 5, decrease needed"),
    missing("one metric was not measured",
            without("project", projects=project({k: v for k, v in GOOD.items() if k != "initial_bundle_bytes"})),
            P + "initial_bundle_bytes not measured"),
    missing("a guard that a little was lost on", measured(3000, 3001, "usable_worst_ms"),
            P + "usable_worst_ms from 3000 to 3001, no worse is allowed"),
    missing("a guard with two percent, and a hair more", measured(1000, 1020.01, "lcp_worst_ms"),
            P + "lcp_worst_ms from 1000 to 1020.01, at most 2 % worse is allowed"),
    missing("a guard at 0, of which nothing may be lost", measured(0, 1, "functions_broken"),
            P + "functions_broken from 0 to 1, no worse is allowed"),
    missing("a value that was not reached", measured(0, 2.99, "note_level"), P + "note_level is 2.99, 3 needed"),
    missing("two hand-ins, each with one half, are no whole",
            without("project", projects=(project({**GOOD, "tti_ms": (1, 1)}),
                                         project({**GOOD, "initial_bundle_bytes": (1, 1)}))),
            P + "tti_ms from 1 to 1, decrease of 20 % at least needed"),
    missing("another level's project", without("project", projects=project(level=2)), P + "not handed in"),
    # Attempts
    Case("the first pass counts; a later worse attempt takes nothing away",
         plus(FULL, assessments=(theory(10, NOW), practice(0, NOW)), modules=module(FULL.modules[0].module, 0, NOW)), HELD),
    Case("a fail before a pass does no harm", plus(FULL, assessments=theory(79, MODULES_ON)), HELD),
    Case("a second attempt passes: earned on its day",
         without("practical", assessments=(practice(84), practice(85, day("2025-04-02")))),
         HELD, day("2025-04-02"), day("2027-04-02")),
    missing("a pass after the day asked about is not looked at", without("practical", assessments=practice(99, NOW + DAY)),
            "assessment practical: not taken, 85 needed"),
    Case("a pass on the day itself counts", without("practical", assessments=practice(99, NOW)), HELD, NOW, day("2027-04-04")),
    missing("the day before the last requirement", FULL, P + "not handed in", on=PROJECT_ON - DAY),
    # Expiry
    Case("the day before the window", FULL, HELD, on=OPENS - DAY),
    Case("90 days before expiry the window opens", FULL, WINDOW, on=OPENS, lacks="assessment theoretical: pass it again (80) by 2027-03-28"),
    Case("held through its last day", FULL, WINDOW, on=EXPIRES, lacks="assessment theoretical: pass it again (80) by 2027-03-28"),
    Case("lapsed the day after", FULL, LAPSED, on=EXPIRES + DAY, lacks="assessment theoretical: to be passed again (80), since 2026-12-28"),
    Case("earned on 29 February: two years later there is none, so 28",
         without("project", projects=project(on=day("2028-02-29"))), HELD, day("2028-02-29"), day("2030-02-28"), on=day("2028-03-01")),
    # Renewal
    Case("both assessments again in the window: two years from the old expiry", RENEWED, HELD, expires=day("2029-03-28"), on=AFTER),
    Case("on the first and on the last day of the window",
         plus(FULL, assessments=(theory(on=OPENS), practice(on=EXPIRES))), HELD, expires=day("2029-03-28"), on=AFTER),
    Case("one day too early renews nothing",
         plus(FULL, assessments=(theory(on=OPENS - DAY), practice(on=AGAIN))), WINDOW, on=EXPIRES,
         lacks="assessment theoretical: pass it again (80) by 2027-03-28"),
    Case("one of two renews nothing", plus(FULL, assessments=theory(on=AGAIN)), WINDOW, on=EXPIRES,
         lacks="assessment practical: pass it again (85) by 2027-03-28"),
    Case("a renewal must be passed", plus(FULL, assessments=(theory(on=AGAIN), practice(84, AGAIN))), LAPSED, on=AFTER,
         lacks="assessment practical: 84 of 85"),
    Case("after expiry both again: a new certificate from that day",
         plus(FULL, assessments=(theory(on=AFTER), practice(on=AFTER + DAY))), HELD, AFTER + DAY, day("2029-06-02"), on=AFTER + DAY),
    Case("one in the window and one after it: earned anew with the second",
         plus(FULL, assessments=(theory(on=AGAIN), practice(on=AFTER))), HELD, AFTER, day("2029-06-01"), on=AFTER),
    Case("lapsed, one of two again", plus(FULL, assessments=theory(on=AFTER)), LAPSED, on=AFTER,
         lacks="assessment practical: to be passed again (85), since 2026-12-28"),
    Case("renewed twice", plus(RENEWED, assessments=(theory(on=day("2029-03-01")), practice(on=day("2029-03-02")))),
         HELD, expires=day("2031-03-28"), on=day("2029-04-01")),
    # Rules that changed
    Case("marks were raised after it was issued: it holds to its last day",
         plus(FULL, issued=paper("2025-03-28", "2027-03-28")), HELD, day("2025-03-28"), program=changed(practical=95)),
    missing("marks were raised before anything was issued: today's count", FULL, "assessment practical: 85 of 95",
            program=changed(practical=95)),
    Case("a renewal is by today's marks", plus(RENEWED, issued=paper("2025-03-28", "2027-03-28")), LAPSED,
         day("2025-03-28"), on=AFTER, program=changed(practical=95), lacks="assessment practical: 85 of 95"),
    Case("issued for two years, rules now say one: the paper counts",
         plus(FULL, issued=paper("2025-03-28", "2027-03-28")), HELD, on=day("2026-06-01"), program=changed(years=1)),
    Case("a module's mark was lowered: the old result is enough",
         without("102", modules=module("102-code-quality", 84)), HELD, program=changed(m102=84)),
    Case("issued, and no result in the records any more",
         LearnerRecord(learner="a", name="a", issued=(paper("2025-03-28", "2027-03-28"),)), HELD),
    Case("an old certificate ran out; a full record earns a new one",
         plus(FULL, issued=NEVER_RENEWED), HELD),
    Case("a paper for a few weeks only: what earned it does not renew it",
         plus(FULL, issued=paper("2025-03-28", "2025-04-10")), LAPSED, expires=day("2025-04-10"), on=day("2025-05-01"),
         lacks="assessment theoretical: to be passed again (80), since 2025-03-29"),
    # Revocation
    missing("revoked: assessments up to that day count no more",
            plus(FULL, issued=paper("2025-03-28", "2027-03-28", revoked="2025-04-02")),
            "assessment theoretical: to be passed again (80), since 2025-04-03"),
    Case("revoked later than the day asked about",
         plus(FULL, issued=paper("2025-03-28", "2027-03-28", revoked="2025-04-05")), HELD),
    Case("revoked, and issued anew: earned with the new paper, for what came before is void", plus(FULL, issued=(paper("2025-03-28", "2027-03-28", revoked="2025-04-02"),
                                                                                                  paper("2025-04-02", "2027-03-28"))), HELD, day("2025-04-02")),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case.why for case in CASES])
def test_a_record_gives_the_certificate_that_the_plan_says(case: Case) -> None:
    """State, day of earning, last day, and what is missing with how much."""
    standing = level(case.record, case.on, program=case.program)

    assert (standing.state, standing.earned_on, standing.expires_on) == (
        case.state,
        case.earned,
        case.expires,
    )
    assert (standing.to_do[0] if standing.to_do else None) == case.lacks


def test_there_are_enough_cases() -> None:
    """The table covers what it says, each case once."""
    assert len({case.why for case in CASES}) == len(CASES) >= 40
