"""What a request can do at a service, step by step: the words of a route's program.

Programs go forward only. A step that fails ends the request with its status, unless `fail` names
the step to go on with. `end` names the end of the program, which answers 200.
Draws are keyed by service, route and the step's name, so a deploy shifts none that keep theirs.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from course.simulation.curves import Shape
from course.simulation.units import Duration

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,40}$", examples=["assessment"])]
Target = Annotated[
    str, Field(pattern=r"^[a-z][a-z0-9_-]*\.[a-z][a-z0-9_-]*$", examples=["db.read"])
]
Chance = Annotated[float, Field(ge=0, le=1)]
By = Literal[
    "tenant",
    "subject",
    "address",
    "network",
    "agent",
    "token",
    "item",
    "source",
    "poison",
    "hostile",
]
Status = Literal[200, 202, 400, 401, 403, 404, 409, 423, 429, 500, 502, 503, 504]


class FrozenModel(BaseModel):
    """A part of a system: frozen, by keyword only, nothing unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class BaseStep(FrozenModel):
    """What every step has."""

    name: str = Field(default="", max_length=60, description="stable name; made of op and target")
    label: str = Field(default="", description="name for jumps to this step")
    fail: str = Field(default="", description="label to go on with where this step fails")

    def draw_name(self) -> str:
        """Name by which draws are keyed."""
        fields: dict[str, Any] = self.model_dump()
        keys = ("pool", "to", "cache", "queue", "flag", "limiter", "realm", "secret")
        target = [str(fields[key]) for key in keys if key in fields]
        return self.name or " ".join([fields["op"], *target])


class Hold(BaseStep):
    """Work for a time; with `cpu` it is stretched by a slow replica and by crowding."""

    op: Literal["hold"] = "hold"
    time: Duration = Field(description="mean")
    shape: Shape = "exponential"
    cv: float = Field(default=1.0, gt=0, le=10, description="of lognormal and uniform times")
    cpu: bool = True


class Call(BaseStep):
    """Call another service and wait; `width` calls at once, of which `tolerate` may fail."""

    op: Literal["call"] = "call"
    to: Target
    width: int = Field(default=1, ge=1, le=200)
    tolerate: int = Field(default=0, ge=0, le=200)


class Acquire(BaseStep):
    """Take a place in a pool; fails with 503 after the pool's wait."""

    op: Literal["acquire"] = "acquire"
    pool: Name


class Release(BaseStep):
    """Give the place back; the end of the request does so too."""

    op: Literal["release"] = "release"
    pool: Name


class Leak(BaseStep):
    """Forget the place: the pool counts it as used until its replica boots."""

    op: Literal["leak"] = "leak"
    pool: Name


class Toss(BaseStep):
    """Go on with probability `p`, otherwise to a label."""

    op: Literal["chance"] = "chance"
    p: Chance
    otherwise: str


class Match(BaseStep):
    """Go on where a field of the request (modulo a number) equals a value, otherwise to a label."""

    op: Literal["match"] = "match"
    by: By
    equals: int
    modulo: int = Field(default=0, ge=0, le=1 << 30)
    otherwise: str


class IfFlag(BaseStep):
    """Go on where a feature flag is on for this tenant and subject, otherwise to a label."""

    op: Literal["flag"] = "flag"
    flag: Name
    otherwise: str


class Jump(BaseStep):
    """Go to a label further down."""

    op: Literal["jump"] = "jump"
    goto: str


class Return(BaseStep):
    """End with a status."""

    op: Literal["return"] = "return"
    status: Status = 200
    why: str = Field(default="", description="a reason the kernel knows, such as bug")


class LookUp(BaseStep):
    """Look into a cache: on a hit go to a label, on a miss go on."""

    op: Literal["look_up"] = "look_up"
    cache: Name
    hit: str
    by_tenant: bool = Field(default=True, description="False: tenants share one key, a fault")


class Fill(BaseStep):
    """Put what was fetched into a cache."""

    op: Literal["fill"] = "fill"
    cache: Name
    by_tenant: bool = True


class Publish(BaseStep):
    """Append a message to a queue; fails with 503 where the partition is full."""

    op: Literal["publish"] = "publish"
    queue: Name


class RateLimit(BaseStep):
    """Rate limit; fails with 429."""

    op: Literal["limit"] = "limit"
    limiter: Name


class Login(BaseStep):
    """Password, lock-out and second factor; fails with 401 or 423."""

    op: Literal["login"] = "login"
    realm: Name


class SessionCheck(BaseStep):
    """A stranger needs a taken account's session; fails with 401."""

    op: Literal["session"] = "session"


class Token(BaseStep):
    """The token that the request carries must not be revoked; fails with 401."""

    op: Literal["token"] = "token"


class Secret(BaseStep):
    """This replica's copy of a secret must be the one that holds; fails with 503."""

    op: Literal["secret"] = "secret"
    secret: Name


class Authorize(BaseStep):
    """The object must belong to the tenant; 403 where enforced, an exposed record where not."""

    op: Literal["authorize"] = "authorize"
    enforce: bool = True


class Respond(BaseStep):
    """Bytes of the answer."""

    op: Literal["respond"] = "respond"
    payload: int = Field(ge=0, le=1 << 40)


class LogNote(BaseStep):
    """A line in the log with a text of the scenario's own."""

    op: Literal["note"] = "note"
    text: str = Field(max_length=200)


Step = Annotated[
    Hold | Call | Acquire | Release | Leak | Toss | Match | IfFlag | Jump | Return | LookUp | Fill
    | Publish | RateLimit | Login | SessionCheck | Token | Secret | Authorize | Respond | LogNote,
    Field(discriminator="op"),
]  # fmt: skip
Steps = Annotated[tuple[Step, ...], Field(max_length=60)]
