"""Whose run it is: a learner's name, and the seed that follows from it.

A grader that knows the owner of a submission says so in COURSE_LEARNER; one that does not, as in
a proof, sets it to nothing, and then no journal is refused for its seed. Not for who may sign in.
"""

import getpass
import hashlib
import hmac
import os

from course.program import load_program


def learner_here() -> str:
    """Name under which this learner hands in: the grader's word, the hub's, or the system's."""
    for name in ("COURSE_LEARNER", "JUPYTERHUB_USER"):
        if os.environ.get(name):
            return os.environ[name]
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a user of no name, as in some containers
        return "learner"


def learner_is_known() -> bool:
    """Whether `learner_here` is whom a journal here must be of: not where a grader knows nobody."""
    return os.environ.get("COURSE_LEARNER") != ""


def own_seed(scenario: str) -> int:
    """Seed of this learner's own run of a scenario."""
    return seed_for(load_program().course_id.encode(), learner_here(), scenario)


def seed_for(key: bytes, learner: str, scenario: str) -> int:
    """Seed of a learner's run: 63 bits of HMAC-SHA-256 of both names under the course's key."""
    message = f"{learner}\0{scenario}".encode()
    return int.from_bytes(hmac.new(key, message, hashlib.sha256).digest()[:8], "big") >> 1
