"""The words of incidents: causes, triggers, statuses, parts of the score. Data, no rules.

Learners choose causes and triggers from these lists, so that a right answer needs no judge.
"""

from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

CAUSES: dict[str, str] = {
    "bad release": "a new version answers wrongly or too slowly",
    "connection pool exhausted": "connections are held too long, or are never given back",
    "cold cache": "a cache lost its content, and what stands behind it cannot bear the misses",
    "retry storm": "retries alone keep the system overloaded, whatever began it",
    "slow replica": "one replica works slower than its like",
    "stale secret": "some replicas still use a secret that was replaced",
    "faulty flag": "a feature flag switches on something broken, perhaps for some tenants only",
    "poison message": "a message that cannot be digested blocks those behind it",
    "credential stuffing": "stolen passwords are tried on many accounts",
    "leaked token": "somebody else uses one of our service tokens",
    "cross-tenant cache": "a cache hands one tenant what belongs to another",
    "missing authorization": "a route hands out objects without asking who owns them",
    "slow query": "one kind of query became slow at the database",
    "too little capacity": "honest load exceeds what the system can do",
    "network fault": "packets between two services are late or lost",
    "rate limit too tight": "honest users are refused by a limit",
    "stopped queue": "somebody stopped a queue's deliveries, and they have not begun again",
    "denial of service": "one origin floods a route",
    "nothing wrong": "what was seen is usual, and nobody needs to act",
}
TRIGGERS: dict[str, str] = {
    "deploy": "a new version was rolled out",
    "config change": "somebody changed a setting or a flag",
    "rotation": "a secret was replaced",
    "restart": "something was restarted or purged",
    "traffic spike": "load rose for a while",
    "slowdown": "something was slow for a while",
    "bad input": "a message or request that nobody expected",
    "hardware": "a machine began to fail",
    "attack": "somebody began to attack",
    "migration": "a database's schema or data was changed",
    "nothing": "nothing set it off, for nothing is wrong",
}
NOTHING: Final = "nothing wrong"
AMOUNTS: dict[str, str] = {
    "requests": "requests of users that went wrong, were refused or came too late",
    "messages": "messages of a queue, such as submissions, that wait too long",
    "records": "objects that somebody saw who must not",
    "accounts": "accounts that were taken over",
}
STATUSES = ("investigating", "identified", "monitoring", "resolved")
AUDIENCES = ("customers", "internal")
PHASES = ("detection", "analysis", "resolution", "communication")

# Points by part: design of the score. The last part is given by a person.
PARTS: dict[str, float] = {
    "detection.time": 20,
    "analysis.components": 15,
    "analysis.cause": 8,
    "analysis.onset": 4,
    "analysis.trigger": 3,
    "resolution.objective": 10,
    "resolution.regret": 10,
    "resolution.cause_removed": 5,
    "resolution.harmless": 5,
    "communication.first": 2,
    "communication.cadence": 2,
    "communication.magnitude": 2,
    "communication.components": 2,
    "communication.status": 1.5,
    "communication.language": 1,
    "communication.closing": 1.5,
    "communication.person": 8,
}
BY_PERSON = "communication.person"

# Simulated seconds that looking and saying take; a scenario may say otherwise.
PRICES: dict[str, int] = {
    "advance": 0,
    "alerts": 5,
    "topology": 5,
    "status": 5,
    "deploys": 10,
    "audit": 10,
    "settings": 10,
    "runbook": 20,
    "metrics": 10,
    "logs": 15,
    "traces": 15,
    "sql": 15,
    "hint": 60,
    "declare": 10,
    "hypothesis": 10,
    "post": 30,
    "note": 0,
    "close": 0,
    "act": 10,
}

Word = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_.-]{0,60}$")]
Text = Annotated[str, Field(min_length=1, max_length=4000)]


class ScenarioPart(BaseModel):
    """A part of a scenario's file: frozen, nothing unknown, one type never taken for another."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Arguments(BaseModel):
    """Arguments of a journal's verb: as a ScenarioPart, and text is never taken for a number."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, strict=True)


Cause = Literal[
    "bad release",
    "connection pool exhausted",
    "cold cache",
    "retry storm",
    "slow replica",
    "stale secret",
    "faulty flag",
    "poison message",
    "credential stuffing",
    "leaked token",
    "cross-tenant cache",
    "missing authorization",
    "slow query",
    "too little capacity",
    "network fault",
    "rate limit too tight",
    "stopped queue",
    "denial of service",
    "nothing wrong",
]
Trigger = Literal[
    "deploy",
    "config change",
    "rotation",
    "restart",
    "traffic spike",
    "slowdown",
    "bad input",
    "hardware",
    "attack",
    "migration",
    "nothing",
]
Unit = Literal["requests", "messages", "records", "accounts"]
Status = Literal["investigating", "identified", "monitoring", "resolved"]
Audience = Literal["customers", "internal"]
