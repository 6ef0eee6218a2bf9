"""A desk where a runbook looks, acts and escalates: scripted, or over a running incident, for 202.

For running one runbook against many afternoons. Not a judge: what a runbook should have done is
said in the notebook. Pictures of changes and of what acts cost stand below.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LADDER: list[dict[str, Any]] = [
    {"name": "flag off", "minutes": 1, "stops": 80, "cost": 40, "undo": True,
     "needs": ["behind a flag"]},
    {"name": "shed", "minutes": 1, "stops": 40, "cost": 60, "undo": True, "needs": []},
    {"name": "drain", "minutes": 2, "stops": 90, "cost": 20, "undo": True,
     "needs": ["one instance bad", "others have room"]},
    {"name": "rollback", "minutes": 4, "stops": 95, "cost": 120, "undo": True,
     "needs": ["old version kept", "no migration"]},
    {"name": "restart all", "minutes": 3, "stops": 30, "cost": 500, "undo": False, "needs": []},
    {"name": "fail over", "minutes": 2, "stops": 100, "cost": 900, "undo": False,
     "needs": ["other region well"]},
]  # fmt: skip
"""Generic mitigations of a shop: minutes until one takes effect, percent of the harm that it stops
from then on, harm that it does itself, whether it can be undone, facts that must be true."""

# Okabe and Ito's palette: told apart by the colour-blind.
_BLUE, _ORANGE, _VERMILLION, _GREEN = "#0072B2", "#E69F00", "#D55E00", "#009E73"


@dataclass(frozen=True, kw_only=True)
class Variant:
    """How a system answers a runbook. Error shares are percent; None: no data."""

    errors: float | None = 12.0  # until something is done
    versions: Mapping[str, tuple[int, int]] = field(
        default_factory=lambda: {"v41": (3000, 0), "v42": (1000, 480)}
    )
    newest: str = "v42"
    safe: bool | None = True
    after: Sequence[float | None] = (12.0, 0.5)  # by minute since the rollback; the last stays


VARIANTS: dict[str, Variant] = {
    "bad release": Variant(),
    "innocent release": Variant(versions={"v41": (3000, 350), "v42": (1000, 120)}),
    "no way back": Variant(safe=False),
}
"""Three afternoons to try a runbook on."""


class Desk:
    """A scripted system. `acts` lists what was changed and said, in order."""

    # What a runbook may call where it runs in another process than the desk (docs/grading.md).
    __crosses__ = (
        "error_percent",
        "by_version",
        "newest",
        "rollback_safe",
        "roll_back",
        "roll_forward",
        "wait",
        "escalate",
        "second",
    )

    def __init__(self, variant: Variant) -> None:
        self._variant = variant
        self._rolled_back: int | None = None
        self.second = 0
        self.acts: list[str] = []

    def error_percent(self) -> float | None:
        """Percent of users' requests that failed in the last minute; None: no data."""
        if self._rolled_back is None:
            return self._variant.errors
        minute = (self.second - self._rolled_back) // 60
        return self._variant.after[min(minute, len(self._variant.after) - 1)]

    def by_version(self) -> dict[str, tuple[int, int]]:
        """Requests and errors of the last minutes by version."""
        return dict(self._variant.versions)

    def newest(self) -> str:
        """Version that was deployed last."""
        return self._variant.newest

    def rollback_safe(self) -> bool | None:
        """Whether the version before can take over; None: nobody knows."""
        return self._variant.safe

    def roll_back(self) -> None:
        """Return to the version before; it takes effect in seconds to minutes."""
        self.acts.append("roll back")
        self._rolled_back = self.second

    def roll_forward(self) -> None:
        """Return to the newest version."""
        self.acts.append("roll forward")
        self._rolled_back = None

    def wait(self, seconds: int) -> None:
        """Let time pass."""
        self.second += seconds

    def escalate(self, reason: str) -> None:
        """Wake somebody who knows more."""
        self.acts.append(f"escalate: {reason}")


class IncidentDesk:
    """The same desk over a running, declared incident: `service` is behind a `route` of `edge`."""

    def __init__(self, incident: Any, *, edge: str, route: str, service: str) -> None:
        self._incident = incident
        self._users = f'{{service_name="{edge}",http_route="{route}"}}'
        self._service = service
        self.acts: list[str] = []

    @property
    def second(self) -> int:
        """Second of the run."""
        return int(self._incident.now_s)

    def error_percent(self) -> float | None:
        """Percent of users' requests that failed in the last minute; None: no data."""
        total = self._counted("sum", self._users, "1m")
        failed = self._counted("sum", self._bad(self._users), "1m")
        requests = sum(total.values())
        return 100 * sum(failed.values()) / requests if requests else None

    def by_version(self) -> dict[str, tuple[int, int]]:
        """Requests and errors of the last five minutes by version."""
        own = f'{{service_name="{self._service}"}}'
        total = self._counted("sum by (service_version)", own, "5m")
        failed = self._counted("sum by (service_version)", self._bad(own), "5m")
        return {
            version: (round(count), round(failed.get(version, 0)))
            for version, count in sorted(total.items())
        }

    def newest(self) -> str:
        """Version that was deployed last."""
        return self._deployed()[-1]

    def rollback_safe(self) -> bool | None:
        """Whether the log of deploys names a version before; it knows nothing of migrations."""
        return True if len(self._deployed()) > 1 else None

    def roll_back(self) -> None:
        """Return to the version before."""
        self.acts.append("roll back")
        self._incident.act.rollback(service=self._service)

    def roll_forward(self) -> None:
        """Return to the newest version."""
        newest = self.newest()
        self.acts.append("roll forward")
        self._incident.act.deploy(service=self._service, version=newest)

    def wait(self, seconds: int) -> None:
        """Let time pass."""
        self._incident.advance(f"{seconds}s")

    def escalate(self, reason: str) -> None:
        """Write it into the journal."""
        self.acts.append(f"escalate: {reason}")
        self._incident.note(f"escalated: {reason}")

    def _bad(self, labels: str) -> str:
        return labels[:-1] + ',http_response_status_code=~"5.."}'

    def _counted(self, how: str, labels: str, over: str) -> dict[str, float]:
        name = "http_server_request_duration_seconds_count"
        table = self._incident.promql(f"{how} (increase({name}{labels}[{over}]))")
        versions = table.get("service_version", [""] * len(table))
        return dict(zip(versions, table["value"], strict=True))

    def _deployed(self) -> list[str]:
        rows = self._incident.deploys().to_pylist()
        return [r["service.version"] for r in rows if r["service.name"] == self._service]


def draw_changes(
    changes: Sequence[tuple[float, str]], onset: float, *, unit: str = "minutes since 14:00"
) -> "Figure":
    """Draw changes by time and name, one below the other, and when errors began.

    Parameters
    ----------
    changes
        (time, name) of each change.
    onset
        When errors began, in the same unit.
    unit
        Label of the axis of time.

    Returns
    -------
    matplotlib.figure.Figure
        Closed already, so that a notebook shows it once.
    """
    import matplotlib.pyplot as plt

    figure, axis = plt.subplots(figsize=(8.6, 0.9 + 0.42 * len(changes)), dpi=80)
    for lane, (time, name) in enumerate(changes):
        axis.plot(time, lane, marker="s", color=_BLUE, markersize=9)
        axis.annotate(
            name,
            (time, lane),
            (-9, 0),
            textcoords="offset points",
            ha="right",
            va="center",
            fontsize=10,
        )
    axis.axvline(onset, color=_VERMILLION, linestyle="--", linewidth=2)
    axis.text(onset + 0.1, -0.4, "errors begin", color=_VERMILLION, va="center")
    first = min(time for time, _ in changes)
    axis.set_xlim(first - 0.6 * (onset - first + 1), onset + 1.6)
    axis.set_ylim(len(changes) - 0.5, -0.8)
    axis.set_yticks([])
    axis.set_xlabel(unit)
    axis.spines[["top", "right", "left"]].set_visible(False)
    figure.tight_layout()
    plt.close(figure)
    return figure


def draw_acts(harm: Mapping[str, int], *, what: str) -> "Figure":
    """Draw what acts cost, as bars; those worse than the first, which does nothing, are orange.

    Parameters
    ----------
    harm
        Act -> harm; the first is that of doing nothing.
    what
        Label of the axis: what is counted.

    Returns
    -------
    matplotlib.figure.Figure
        Closed already, so that a notebook shows it once.
    """
    import matplotlib.pyplot as plt

    figure, axis = plt.subplots(figsize=(7.2, 0.9 + 0.45 * len(harm)), dpi=80)
    nothing = next(iter(harm.values()))
    colors = [
        _ORANGE if count > nothing else _GREEN if count < nothing else "#999999"
        for count in harm.values()
    ]
    bars = axis.barh(list(harm), list(harm.values()), color=colors, edgecolor="black")
    axis.bar_label(bars, padding=3)
    axis.invert_yaxis()
    axis.margins(x=0.12)
    axis.set_xlabel(what)
    axis.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    plt.close(figure)
    return figure
