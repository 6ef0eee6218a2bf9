"""Metrics are what the kernel counted, under OpenTelemetry's names, and no ground truth."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from course.promql.storage import Matcher
from course.simulation.engine import Engine
from course.simulation.kernel import codes
from course.simulation.telemetry import tables
from course.simulation.telemetry.snapshot import START_MS, Telemetry, observe
from course.simulation.telemetry.topology import topology
from tests.simulation.systems import last, shop

SERVER = "http_server_request_duration_seconds"
CLIENT = "http_client_request_duration_seconds"


def test_time_starts_at_the_given_moment(seen: Telemetry) -> None:
    """Scrapes are 15 s apart from the start, in Unix milliseconds."""
    assert seen.metrics.times_ms[:2].tolist() == [START_MS, START_MS + 15_000]
    assert seen.now_ms == int(seen.metrics.times_ms[-1]) == START_MS + 600_000
    assert seen.ns(seen.ms(1_000_000)) == 1_000_000


def test_server_histogram_counts_what_the_kernel_counts(engine: Engine, seen: Telemetry) -> None:
    """Before any boot, buckets, sum and count are the kernel's, added up by Prometheus' rule."""
    at = 10  # 2m30s: nothing has booted yet
    raw = engine.scrapes()[at].series
    row = next(r for r in raw if r["kind"] == codes.OF_SERVER and r["replica"] == 0)
    labels = {
        "service_instance_id": "api-0-0",
        "http_route": "/" + engine.names.routes[row["a"]][4:],
        "http_response_status_code": str(codes.STATUSES[row["status"]]),
    }
    buckets = seen.metrics.select(f"{SERVER}_bucket", **labels)
    assert buckets.values[:, at].tolist() == np.cumsum(row["count"]).tolist()
    assert [buckets.labels(n)["le"] for n in (0, 3, 14)] == ["0.005", "0.05", "+Inf"]
    total = seen.metrics.select(f"{SERVER}_sum", **labels)
    assert total.values[0, at] == pytest.approx(row["sum_ns"] / 1e9)
    count = seen.metrics.select(f"{SERVER}_count", **labels)
    assert count.values[0, at] == row["count"].sum()


def test_all_server_requests_are_there(engine: Engine, seen: Telemetry) -> None:
    """Over all processes, dead ones too, the last count of each series is what the kernel has."""
    counts = seen.metrics.select(f"{SERVER}_count").values
    ends = [row[~np.isnan(row)][-1] for row in counts]
    raw = engine.scrapes()[-1].series
    of_server = raw[raw["kind"] == codes.OF_SERVER]
    whole = of_server["count"].sum()
    # A process that ended between two scrapes takes its last seconds with it, as in production.
    assert whole * 0.98 < sum(ends) <= whole


def test_a_boot_makes_new_series_and_ends_the_old(seen: Telemetry) -> None:
    """A deploy replaces each process: other instance, other version, counters from the start."""
    family = seen.metrics.select("process_cpu_time_seconds_total", service_name="api")
    versions = {
        tuple(row[k] for k in ("service_instance_id", "service_version"))
        for row in family.all_labels()
    }
    assert ("api-0-0", "v1") in versions and ("api-0-1", "v2") in versions
    assert ("api-0-2", "v1") in versions
    old, new = (
        family.rows([Matcher(label="service_instance_id", op="=", value=v)])[0]
        for v in ("api-0-0", "api-0-1")
    )
    both = ~np.isnan(family.values[[old, new]])
    assert not (both[0] & both[1]).any() and both.any(axis=1).all()
    assert np.nanmin(family.values[new]) < np.nanmax(family.values[old]) / 4


def test_counters_never_go_down_within_a_series(seen: Telemetry) -> None:
    """What Prometheus would take for a reset is not among the samples."""
    for name, family in seen.metrics.families.items():
        if family.kind in ("counter", "histogram"):
            for series in family.series():
                assert (np.diff(series.values) >= 0).all(), (name, series.labels)
                assert (series.values >= 0).all(), (name, series.labels)


def test_a_crashed_process_is_down_and_its_series_are_stale(seen: Telemetry) -> None:
    """The balancer still lists it, so `up` is 0; what it last said is gone."""
    up = {
        row["service_instance_id"]: n
        for n, row in enumerate(seen.metrics.select("up").all_labels())
    }
    values = seen.metrics.select("up").values
    down = [name for name, n in up.items() if values[n, -1] == 0]
    assert len(down) == 1 and down[0].startswith("api-1-")
    limit = seen.metrics.select("worker_limit", service_instance_id=down[0])
    assert np.isnan(limit.values[0, -1])
    assert np.isnan(values[up["api-0-0"], -1])  # replaced by the deploy: not even listed


def test_docs_have_every_name(seen: Telemetry) -> None:
    """Each metric, label and column stands in docs/telemetry.md."""
    text = (Path(__file__).parents[2] / "docs" / "telemetry.md").read_text(encoding="utf-8")
    names = {family.of for family in seen.metrics.families.values()}
    names |= {label for family in seen.metrics.families.values() for label in family.columns}
    for table in (seen.logs, seen.spans, seen.deploys, seen.audit):
        names |= set(table.column_names)
    assert sorted(name for name in names if f"`{name}`" not in text) == []


def test_pools_caches_queues_and_guards_tell_their_numbers(engine: Engine, seen: Telemetry) -> None:
    """Each has its series, with the values of the kernel."""
    m, scrape = seen.metrics, engine.scrapes()[-1]
    hits = last(m, "cache_requests_total", cache_name="pages", cache_result="hit")
    assert hits == scrape.caches["hits"][0] > 0
    assert last(m, "login_failures_total", realm="people") == scrape.realms["failures"][0] > 0
    assert last(m, "login_lockouts_total") == scrape.realms["lockouts"][0]
    assert last(m, "rate_limit_refused_total") == scrape.limiters["refused"][0] > 0
    assert last(m, "messaging_published_total") == scrape.partitions["published"].sum() > 0
    assert last(m, "messaging_dead_lettered_total") == scrape.partitions["dead"].sum()
    assert last(m, "tenant_requests_total") == scrape.tenants.sum() > 0
    assert last(m, "circuit_breaker_opened_total") == scrape.edges["opened"].sum() > 0
    used = last(m, "db_client_connection_count", db_client_connection_state="used")
    idle = last(m, "db_client_connection_count", db_client_connection_state="idle")
    assert used + idle == last(m, "db_client_connection_max") == 2
    state = m.select("circuit_breaker_state")
    assert set(np.unique(state.values)) <= {0.0, 1.0, 2.0} and len(state) == 1


def test_shared_cores_tell_who_waits_for_them() -> None:
    """They are counted as they are used; where each has a core of its own nothing is told."""
    engine = Engine(shop(120, stress=2, cores=1), seed=1, sample=0)
    engine.advance("2m")
    metrics, scrape = observe(engine).metrics, engine.scrapes()[-1]
    assert last(metrics, "process_runnable_threads") == scrape.processors["computing"].sum() > 0
    waited = last(metrics, "process_cpu_wait_seconds_total")
    assert waited * 1e9 == pytest.approx(float(scrape.processors["waited_ns"].sum()))
    text = (Path(__file__).parents[2] / "docs" / "telemetry.md").read_text(encoding="utf-8")
    assert "`process_runnable_threads`" in text and "`process_cpu_wait_seconds_total`" in text
    own = Engine(shop(120, stress=2), seed=1, sample=0)
    own.advance("1m")
    names = {family.of for family in observe(own).metrics.families.values()}
    assert "process_runnable_threads" not in names


def test_a_lost_connection_looks_like_one_in_use(seen: Telemetry) -> None:
    """After the leak the pool's size is as configured and one connection never comes back."""
    used = seen.metrics.select("db_client_connection_count", db_client_connection_state="used")
    row = next(
        n
        for n, labels in enumerate(used.all_labels())
        if labels["service_instance_id"].startswith("api-0-2")
    )
    assert (used.values[row, -5:] >= 1).all()
    assert last(seen.metrics, "db_client_connection_max", service_instance_id="api-0-2") == 2


def test_sources_speak_as_one_ingress(engine: Engine, seen: Telemetry) -> None:
    """Calls by all sources of one route are added up; no source has a name outside."""
    family = seen.metrics.select(f"{CLIENT}_count", service_name="ingress", http_route="/login")
    raw = engine.scrapes()[-1].series
    edges = [n for n, (_, to) in enumerate(engine.names.edges) if to == "api.login"]
    kernel_count = raw[(raw["kind"] == codes.OF_CLIENT) & np.isin(raw["a"], edges)]
    assert len(edges) == 2 and family.values[:, -1].sum() == kernel_count["count"].sum() > 0
    assert len({tuple(sorted(row.items())) for row in family.all_labels()}) == len(family)


def words_of(seen: Telemetry) -> set[str]:
    """Everything that a learner can read, as lower-case text."""
    texts: set[str] = set()
    for name, family in seen.metrics.families.items():
        texts |= {name, family.help, *(w for c in family.columns.values() for w in c.words)}
        texts |= set(family.columns)
    for table in (seen.logs, seen.spans, seen.audit, seen.deploys):
        texts |= set(table.column_names)
        for one in table.columns:
            if pa.types.is_dictionary(one.type) or pa.types.is_string(one.type):
                texts |= {str(value) for value in one.unique().to_pylist()}
    texts.add(repr(topology(seen).plain()))
    return {word.lower() for word in texts}


def test_no_ground_truth_is_told(seen: Telemetry) -> None:
    """No column, label or text says hostile, poison, exposed, or the name of a source."""
    secret = (
        "hostil",
        "poison",
        "expos",
        "foreign",
        "taken",
        "stuffing",
        "readers",
        "orphan",
        "leak",
        "crash",
        "owner_",
        "fault",
    )
    texts = words_of(seen)
    assert [(s, word[:80]) for s in secret for word in texts if s in word] == []


def test_hidden_fields_change_nothing_that_is_seen(engine: Engine, seen: Telemetry) -> None:
    """Turning the truth in spans and logs upside down leaves every table as it was."""
    spans, logs = engine.spans().copy(), engine.logs().copy()
    for rows in (spans, logs):
        rows["hostile"] = 1 - rows["hostile"]
        rows["poison"] = 1 - rows["poison"]
    spans["marks"] ^= int(codes.EXPOSED | codes.CACHE_FOREIGN | codes.SAMPLED | codes.AUDITED)
    assert tables.spans_table(spans, seen.words, START_MS).equals(seen.spans)
    assert tables.logs_table(logs, seen.words, START_MS).equals(seen.logs)


def test_exemplars_are_traces_of_the_bucket_they_stand_at(seen: Telemetry) -> None:
    """Each is a sampled request of that series whose duration belongs to the bucket."""
    buckets = seen.metrics.select(f"{SERVER}_bucket")
    exemplars = buckets.exemplars
    assert exemplars is not None and len(exemplars.row) > 100
    known = set(seen.spans["trace_id"].unique().to_pylist())
    for n in range(0, len(exemplars.row), 37):
        labels = buckets.labels(int(exemplars.row[n]))
        below = (
            float(buckets.labels(int(exemplars.row[n]) - 1)["le"])
            if labels["le"] != "0.005"
            else -1
        )
        assert below < exemplars.value[n] <= float(labels["le"])
        assert exemplars.trace_id[n] in known
        end = int(buckets.times_ms[exemplars.at[n]])
        assert end - 15_000 <= exemplars.times_ms[n] <= end
