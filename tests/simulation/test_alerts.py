"""Tests of course/simulation/telemetry/alerts.py: conditions, their PromQL, pending, firing, resolved."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from course.simulation.engine import Engine
from course.simulation.telemetry.alerts import Alert, Rule, evaluate, rules_yaml, state_at
from course.simulation.telemetry.expressions import promql_duration
from course.simulation.telemetry.metrics import Metrics, MetricsBuilder
from course.simulation.telemetry.snapshot import observe
from tests.simulation.systems import FAULTS, eventful, town

PROMTOOL = shutil.which("promtool")
needs_promtool = pytest.mark.skipif(PROMTOOL is None, reason="needs Debian's package prometheus")

RULES: list[dict[str, Any]] = [
    {"name": "ApiErrors", "hold": "30s", "summary": "Errors at the api", "runbook": "api",
     "condition": {"kind": "error_ratio", "service": "api", "above": 0.1, "over": "1m"}},
    {"name": "BadVersion", "severity": "ticket",
     "condition": {"kind": "error_ratio", "service": "api", "above": 0.2, "over": "1m",
                   "by": ["service_name", "service_version"]}},
    {"name": "BudgetBurns",
     "condition": {"kind": "burn_rate", "service": "ingress", "side": "client", "objective": 0.99,
                   "factor": 5, "long": "2m", "short": "30s"}},
    {"name": "SlowReads", "hold": "15s",
     "condition": {"kind": "latency", "service": "api", "route": "/read", "quantile": 0.99,
                   "above": "60ms", "over": "1m"}},
    {"name": "Surge", "condition": {"kind": "traffic", "service": "api", "route": "/login",
                                    "above": 10, "over": "30s"}},
    {"name": "Quiet", "condition": {"kind": "traffic", "service": "api", "route": "/login",
                                    "below": 0.5, "over": "30s"}},
    {"name": "DatabaseBusy", "keep": "30s", "condition": {"kind": "saturation", "service": "db",
                                                          "above": 0.4}},
    {"name": "PoolBusy", "condition": {"kind": "saturation", "service": "api",
                                       "pool": "connections", "above": 0.5}},
    {"name": "PoolWaits", "condition": {"kind": "waiting", "service": "api",
                                    "pool": "connections", "above": 3}},
    {"name": "OldMessages", "condition": {"kind": "backlog", "queue": "jobs", "above": "5s"}},
    {"name": "WrongPasswords", "hold": "30s",
     "condition": {"kind": "auth_failures", "realm": "people", "above": 3, "over": "1m"}},
    {"name": "ColdCache", "condition": {"kind": "hit_ratio", "cache": "pages", "below": 0.5,
                                        "over": "30s"}},
    {"name": "Retrying", "condition": {"kind": "retries", "service": "api", "above": 0.05,
                                       "over": "1m"}},
    {"name": "Opened", "condition": {"kind": "counted", "metric": "circuit_breaker_opened_total",
                                     "by": ["server_address"], "above": 0.01, "over": "1m"}},
    {"name": "ReplicaDown", "hold": "15s", "condition": {"kind": "replicas", "service": "api",
                                                         "below": 2}},
]  # fmt: skip


def rules() -> list[Rule]:
    return [Rule.model_validate(rule) for rule in RULES]


@pytest.fixture(scope="module")
def metrics() -> Metrics:
    return observe(eventful()).metrics


@pytest.fixture(scope="module")
def alerts(metrics: Metrics) -> tuple[Alert, ...]:
    return evaluate(rules(), metrics)


def minutes(metrics: Metrics, ms: int) -> float:
    return (ms - int(metrics.times_ms[0])) / 60_000


def fired(alerts: tuple[Alert, ...], rule: str) -> list[Alert]:
    return [alert for alert in alerts if alert.rule == rule and alert.firing_ms is not None]


def test_each_condition_fires_when_its_trouble_is_there(
    metrics: Metrics, alerts: tuple[Alert, ...]
) -> None:
    """A slow database from 2 to 3 min, an attack from 3 to 5, a bad deploy from 5, a surge before 7, a crash at 8."""
    first = {
        name: minutes(metrics, spells[0].firing_ms or 0)
        for name in (rule["name"] for rule in RULES)
        if (spells := fired(alerts, name))
    }
    assert set(first) == {rule["name"] for rule in RULES} - {"Quiet"}
    for name in ("SlowReads", "DatabaseBusy", "Retrying", "Opened"):
        assert 2 < first[name] <= 3.5, name
    for name in ("PoolWaits", "OldMessages"):
        assert 6.5 < first[name] <= 7.5, name
    assert 3 < first["Surge"] <= 3.5 and 3.5 < first["WrongPasswords"] <= 4.5
    assert 5 < first["ApiErrors"] <= 7 and 5 < first["BudgetBurns"] <= 7
    assert 5 < first["BadVersion"] <= 6 and first["ColdCache"] <= 1
    assert fired(alerts, "ReplicaDown")[-1].resolved_ms is None


def test_groups_have_alerts_of_their_own(metrics: Metrics, alerts: tuple[Alert, ...]) -> None:
    """By version, only the bad one fires; its labels say which."""
    spells = [a for a in fired(alerts, "BadVersion") if minutes(metrics, a.pending_ms) > 5]
    assert {alert.labels["service_version"] for alert in spells} == {"v2"}
    assert {alert.severity for alert in spells} == {"ticket"}
    assert all(alert.value > 0.2 for alert in spells)


def test_an_alert_is_pending_before_it_fires(alerts: tuple[Alert, ...]) -> None:
    """`hold` passes between the two; the state at a time is what one would have seen then."""
    alert = fired(alerts, "WrongPasswords")[0]
    assert alert.firing_ms == alert.pending_ms + 30_000 and alert.resolved_ms is not None
    assert alert.state(alert.pending_ms - 1) == "inactive"
    assert alert.state(alert.pending_ms) == "pending"
    assert alert.state(alert.firing_ms) == "firing"
    assert alert.state(alert.resolved_ms) == "resolved"
    assert alert in state_at(alerts, alert.firing_ms)
    assert alert not in state_at(alerts, alert.resolved_ms)


def test_no_trouble_no_alert() -> None:
    """The same town without faults is quiet, but for the cache that is cold at first."""
    engine = Engine(town(), seed=3, sample=0.1)
    engine.advance("5m")
    fired = evaluate(rules(), observe(engine).metrics)
    names = {a.rule for a in fired if a.firing_ms is not None}
    assert names <= {"ColdCache", "OldMessages", "PoolBusy"}


def gauge(values: list[float]) -> Metrics:
    builder = MetricsBuilder(np.arange(len(values), dtype=np.int64) * 15_000)
    labels = [{"service_name": "db"}]
    builder.add("worker_queue_length", "gauge", "", labels, np.array([values], dtype=float))
    return builder.build()


def spells(values: list[float], **more: Any) -> list[tuple[int, int | None, int | None]]:
    condition = {"kind": "waiting", "service": "db", "above": 0}
    rule = Rule.model_validate({"name": "A", "condition": condition, **more})
    return [
        (
            a.pending_ms // 15_000,
            None if a.firing_ms is None else a.firing_ms // 15_000,
            None if a.resolved_ms is None else a.resolved_ms // 15_000,
        )
        for a in evaluate([rule], gauge(values))
    ]


def test_states_follow_each_other_as_in_prometheus() -> None:
    """Hold, keep, a gap, an absent value, and what still lasts at the end."""
    nan = float("nan")
    assert spells([0, 1, 1, 0, 1]) == [(1, 1, 3), (4, 4, None)]
    assert spells([0, 1, 1, 0, 1], hold="30s") == [(1, None, 3), (4, None, None)]
    assert spells([1, 1, 1, 0], hold="30s") == [(0, 2, 3)]
    assert spells([1, 1, nan, 1, 1], hold="15s") == [(0, 1, 2), (3, 4, None)]
    assert spells([1, 0, 1, 0, 0, 0, 1], keep="30s") == [(0, 0, 5), (6, 6, None)]
    assert spells([1, 0, 0], hold="15s", keep="30s") == [(0, None, 1)]
    assert spells([0, 0]) == [] and spells([]) == []


def test_alerts_are_the_same_every_time(alerts: tuple[Alert, ...]) -> None:
    """Another evaluation of another equal run tells the same, in the same order."""
    assert evaluate(rules(), observe(eventful()).metrics) == alerts
    assert [a.pending_ms for a in alerts] == sorted(a.pending_ms for a in alerts)


def test_alerts_do_not_know_the_future(alerts: tuple[Alert, ...]) -> None:
    """What was pending or firing at a time is what an engineer at that time was told."""
    engine = Engine(town(), seed=3, sample=0.1)
    engine.inject(*FAULTS)
    engine.advance("4m")
    then = observe(engine)
    early = state_at(evaluate(rules(), then.metrics), then.now_ms)
    late = state_at(alerts, then.now_ms)
    assert [(a.rule, a.labels, a.pending_ms, a.state(then.now_ms)) for a in early] == [
        (a.rule, a.labels, a.pending_ms, a.state(then.now_ms)) for a in late
    ]
    assert early


def test_conditions_read_as_promql() -> None:
    """One text for each kind; windows and labels as they were given."""
    text = {rule.name: rule.promql() for rule in rules()}
    count = "http_server_request_duration_seconds_count"
    assert text["ApiErrors"] == (
        f'sum by (service_name) (rate({count}{{service_name="api", '
        'http_response_status_code=~"5.."}[1m])) / '
        f'sum by (service_name) (rate({count}{{service_name="api"}}[1m])) > 0.1'
    )
    assert text["SlowReads"] == (
        "histogram_quantile(0.99, sum by (le, service_name) "
        '(rate(http_server_request_duration_seconds_bucket{service_name="api", '
        'http_route="/read"}[1m]))) > 0.06'
    )
    assert text["BudgetBurns"].count(" > 0.05)") == 2 and ") and (" in text["BudgetBurns"]
    assert text["ReplicaDown"] == 'sum by (service_name) (up{service_name="api"}) < 2'
    assert promql_duration(90_000_000_000) == "1m30s" and promql_duration(250_000_000) == "250ms"
    with pytest.raises(ValueError, match="milliseconds"):
        promql_duration(10)


def test_a_rule_that_makes_no_sense_is_refused() -> None:
    """Unknown kinds and keys, bounds outside, templates and control characters."""
    good = RULES[0]
    for wrong in (
        {"name": "two words"},
        {"condition": {"kind": "magic"}},
        {"condition": {**good["condition"], "above": 2}},
        {"condition": {**good["condition"], "over": "0s"}},
        {"condition": {**good["condition"], "status": "5..|x"}},
        {"condition": {"kind": "traffic", "service": "api"}},
        {"summary": "{{ $labels.x }}"},
        {"summary": "a\nb"},
        {"colour": "red"},
    ):
        with pytest.raises(ValidationError):
            Rule.model_validate({**good, **wrong})


def test_the_file_for_prometheus_has_every_rule() -> None:
    """Names, expressions, times, labels and notes stand in it; without rules it is a list still."""
    text = rules_yaml(rules(), group="town")
    assert text.startswith('groups:\n  - name: "town"\n    interval: 15s\n    rules:\n')
    assert re.findall(r"- alert: (\w+)", text) == [rule["name"] for rule in RULES]
    assert "        for: 30s\n" in text and "keep_firing_for: 30s" in text
    assert '          summary: "Errors at the api"\n          runbook: "api"\n' in text
    assert rules_yaml([], group="none").endswith("    rules: []\n")


@needs_promtool
def test_promtool_accepts_the_rules(tmp_path: Path) -> None:
    """Prometheus' own check finds all rules and no fault."""
    path = tmp_path / "rules.yaml"
    path.write_text(rules_yaml(rules(), group="town"), encoding="utf-8")
    report = promtool("check", "rules", path.name, cwd=tmp_path)
    assert f"SUCCESS: {len(RULES)} rules found" in report


@needs_promtool
def test_prometheus_fires_the_same_alerts(
    tmp_path: Path, metrics: Metrics, alerts: tuple[Alert, ...]
) -> None:
    """Prometheus' own unit tests of rules, fed with our series, agree at every scrape."""
    version = int(promtool("--version").split("version ")[1].split(".")[0])
    text = rules_yaml(rules(), group="town")
    if version < 3:  # its windows are closed at both ends; ours, as in 3, are open at the left
        text = re.sub(r"\[([0-9ms]+)\]", lambda m: f"[{WITHOUT_A_MS[m[1]]}]", text)
    (tmp_path / "rules.yaml").write_text(text, encoding="utf-8")
    lines = [
        "rule_files: [rules.yaml]",
        "evaluation_interval: 15s",
        "tests:",
        "  - interval: 15s",
        "    input_series:",
    ]
    for name in dict.fromkeys(re.findall(r"\b([a-z_]+)(?:\{|\[)", text)):
        for row, labels in enumerate(metrics.select(name).all_labels()):
            inside = ",".join(f'{k}="{v}"' for k, v in labels.items())
            values = " ".join(
                "stale" if np.isnan(v) else repr(float(v)) for v in metrics.select(name).values[row]
            )
            lines += [f"      - series: '{name}{{{inside}}}'", f"        values: '{values}'"]
    lines.append("    alert_rule_test:")
    for rule in rules():
        for ms in metrics.times_ms.tolist():
            seconds = (ms - int(metrics.times_ms[0])) // 1000
            lines += [
                f"      - eval_time: {seconds}s",
                f"        alertname: {rule.name}",
                "        exp_alerts:",
            ]
            firing = [a for a in alerts if a.rule == rule.name and a.state(ms) == "firing"]
            lines[-1] += "" if firing else " []"
            for alert in firing:
                inside = ", ".join(f'{k}: "{v}"' for k, v in alert.labels.items())
                lines.append(f"          - exp_labels: {{severity: {alert.severity}, {inside}}}")
                notes = {"summary": rule.summary, "runbook": rule.runbook}
                annotations = ", ".join(f'{k}: "{v}"' for k, v in notes.items() if v)
                lines.append(f"            exp_annotations: {{{annotations}}}")
    (tmp_path / "tests.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert "SUCCESS" in promtool("test", "rules", "tests.yaml", cwd=tmp_path)


WITHOUT_A_MS = {"30s": "29s999ms", "1m": "59s999ms", "2m": "1m59s999ms"}


def promtool(*words: str, cwd: Path | None = None) -> str:
    process = subprocess.run(
        [str(PROMTOOL), *words], capture_output=True, text=True, cwd=cwd, check=False
    )
    assert process.returncode == 0, process.stdout[-3000:] + process.stderr[-3000:]
    return process.stdout + process.stderr
