"""In small, what each of the twelve scenarios is made of: the fault hurts, the cure cures."""

from itertools import pairwise
from typing import Any

import numpy as np

from course.simulation.actions import Action, Fault
from course.simulation.engine import Engine
from course.simulation.kernel import codes
from course.simulation.system import System
from course.simulation.world import broken

MS = 1_000_000


def service(name: str, *steps: dict[str, Any], route: str = "do", **more: Any) -> dict[str, Any]:
    return {"name": name, "routes": [{"name": route, "steps": list(steps)}], **more}


def start(services: list[Any], sources: list[Any], sample: float = 1.0, **more: Any) -> Engine:
    data = {"name": "small", "services": services, "sources": sources, **more}
    return Engine(System.model_validate(data), seed=11, sample=sample)


def roots(engine: Engine, begin: float, end: float, source: str | None = None) -> Any:
    """Users' spans that began in an interval (s)."""
    spans = engine.spans()
    chosen = (
        (spans["kind"] == codes.CLIENT) & (spans["t0"] >= begin * 1e9) & (spans["t0"] < end * 1e9)
    )
    if source is not None:
        chosen &= spans["source"] == engine.names.sources.index(source)
    return spans[chosen]


def quantile(rows: Any, q: float) -> float:
    return float(np.quantile((rows["t1"] - rows["t0"]) / MS, q))


def failed(rows: Any) -> float:
    return float(np.mean(rows["status"] >= codes.ERROR))


def test_assessment_latency() -> None:
    """A slow query fills the pool while the database idles; a larger pool crowds it; rollback cures."""
    db = service("db", {"op": "hold", "time": "8ms"}, workers=64, knee=8, slope=0.3)
    use = [
        {"op": "acquire", "pool": "db"},
        {"op": "call", "to": "db.do"},
        {"op": "release", "pool": "db"},
    ]
    slow = [
        use[0],
        use[1],
        {"op": "hold", "time": "250ms", "cpu": False, "name": "holds on"},
        use[2],
    ]
    api = service(
        "api",
        *use,
        replicas=2,
        workers=64,
        boot="3s",
        drain="1s",
        pools=[{"name": "db", "size": 8, "wait": "500ms"}],
        versions=[{"name": "v2", "routes": [{"name": "do", "steps": slow}]}],
    )
    engine = start([api, db], [{"name": "users", "to": "api.do", "rate": 100}])
    engine.inject(
        Fault(at="30s", verb="deploy", args={"service": "api", "version": "v2", "how": "at_once"})
    )
    engine.advance_to("90s")
    engine.act(Action(verb="rollback", args={"service": "api"}))
    engine.advance_to("150s")
    assert quantile(roots(engine, 0, 30), 0.99) < 100
    sick = roots(engine, 50, 85)
    assert quantile(sick, 0.5) > 400 and failed(sick) > 0.2
    reasons = engine.spans()["why"]
    assert codes.POOL_TIMEOUT in reasons
    scrape = engine.scrapes()[5]
    pool = scrape.pools[engine.names.pool("api", 0, "db")]
    workers = scrape.pools[engine.names.pool("db", 0, "workers")]
    assert int(pool["used"]) == 8 and int(pool["waiting"]) > 5 and int(workers["used"]) < 8
    assert quantile(roots(engine, 120, 150), 0.99) < 100
    assert broken(engine.plant) == []


def test_crowding_makes_more_connections_worse() -> None:
    """Past the knee, each further query in the database costs the others more than it brings."""
    done = []
    for size in (8, 60):
        use = [{"op": "acquire", "pool": "db"}, {"op": "call", "to": "db.do"}]
        db = service("db", {"op": "hold", "time": "20ms"}, workers=64, knee=8, slope=0.3)
        api = service("api", *use, workers=500, pools=[{"name": "db", "size": size, "wait": "1s"}])
        engine = start([api, db], [{"name": "users", "to": "api.do", "rate": 450}], sample=0)
        engine.advance_to("30s")
        done.append(int(engine.scrapes()[-1].tenants[0][0]))
    assert done[1] < 0.7 * done[0]


def test_more_workers_on_full_cores_serve_nobody_more() -> None:
    """Three hundred requests of 20 ms a second are six cores' work, and the replica has four."""
    served = {}
    for shared in (True, False):
        for workers in (4, 16):
            api = service(
                "api",
                {"op": "hold", "time": "20ms"},
                workers=workers,
                backlog=100,
                cores=4,
                share_cores=shared,
            )
            engine = start([api], [{"name": "users", "to": "api.do", "rate": 300}], sample=0)
            engine.advance_to("60s")
            assert broken(engine.plant) == []
            served[shared, workers] = int(engine.scrapes()[-1].tenants[0][0]) / 60
    assert abs(served[True, 16] - served[True, 4]) < 0.02 * served[True, 4] < 0.02 * 205
    assert served[False, 16] > 1.4 * served[True, 16]


def test_a_slow_replica_computes_as_if_it_had_fewer_cores() -> None:
    """Work that takes twice as long on shared cores fills them at half the load."""
    api = service("api", {"op": "hold", "time": "20ms"}, workers=64, cores=2, share_cores=True)
    engine = start([api], [{"name": "users", "to": "api.do", "rate": 70}], sample=0)
    engine.inject(Fault(at="60s", verb="slow", args={"service": "api", "factor": 2}))
    engine.advance_to("120s")
    busy = [int(s.replicas[0]["busy_ns"]) / 1e9 for s in engine.scrapes()]
    at = {s.t // 1_000_000_000: used for s, used in zip(engine.scrapes(), busy, strict=True)}
    assert 0.62 < (at[60] - at[0]) / 120 < 0.78  # 70 x 20 ms over two cores
    assert 0.99 < (at[120] - at[75]) / 90 <= 1.0


def test_a_replica_that_ends_forgets_who_computed_there() -> None:
    """Crashed while six compute, it starts again empty, and its processor time stands still."""
    api = service(
        "api", {"op": "hold", "time": "2s"}, workers=64, cores=1, share_cores=True, boot="10s"
    )
    engine = start([api], [{"name": "users", "to": "api.do", "rate": 5}], sample=0)
    engine.inject(Fault(at="31s", verb="crash", args={"service": "api", "slot": 0}))
    engine.inject(Fault(at="41s", verb="boot", args={"service": "api", "slot": 0}))
    engine.advance_to("30s")
    assert int(engine.scrapes()[-1].processors[0]["computing"]) > 6
    engine.advance_to("35s")
    assert broken(engine.plant) == []
    assert int(engine.plant.w.processors[0].computing) == 0
    used = int(engine.plant.w.replicas[0].busy_ns)
    engine.advance_to("40s")
    assert int(engine.plant.w.replicas[0].busy_ns) == used
    engine.advance_to("90s")
    assert broken(engine.plant) == [] and int(engine.plant.w.replicas[0].busy_ns) > used


def shop_with_cache(workers: int = 2, **cache: Any) -> Engine:
    page = service(
        "page",
        {"op": "look_up", "cache": "pages", "hit": "end"},
        {"op": "call", "to": "db.do"},
        {"op": "fill", "cache": "pages"},
        workers=400,
    )
    db = service("db", {"op": "hold", "time": "20ms", "cpu": False}, workers=workers)
    return start(
        [page, db],
        [
            {
                "name": "users",
                "to": "page.do",
                "rate": 300,
                "items": 5000,
                "item_mode": "shared",
                "item_skew": 0.7,
            }
        ],
        caches=[{"name": "pages", "entries": 16_384, "ttl": "10m", **cache}],
        edges=[
            {"caller": "page", "to": "db.do", "timeout": "1s"},
            {"caller": "users", "to": "page.do"},
        ],
    )


def test_cold_cache() -> None:
    """A purge sends everybody to the database, which stays saturated; warming ends it."""
    engine = shop_with_cache()
    engine.inject(Fault(at="0s", verb="warm", args={"name": "pages", "items": 5000}))
    engine.inject(Fault(at="30s", verb="purge", args={"cache": "pages"}))
    engine.advance_to("50s")
    engine.act(Action(verb="warm_cache", args={"name": "pages", "items": 5000}))
    engine.advance_to("150s")
    assert quantile(roots(engine, 5, 30), 0.99) < 60
    assert failed(roots(engine, 35, 50)) > 0.1
    assert quantile(roots(engine, 130, 150), 0.9) < 60
    hits = [(int(s.caches[0]["hits"]), int(s.caches[0]["misses"])) for s in engine.scrapes()]
    ratio = [(b[0] - a[0]) / (sum(b) - sum(a)) for a, b in pairwise(hits)]
    assert min(ratio[0], ratio[-1]) > 0.95
    assert ratio[2] < 0.8


def test_expiry_together_and_leases() -> None:
    """What was cached together expires together; jitter spreads it, a lease lets one fetch."""
    misses = []
    for more in ({"ttl_jitter": 0.0}, {"ttl_jitter": 0.9}, {"ttl_jitter": 0.0, "lease": "1s"}):
        engine = shop_with_cache(4, **{"ttl": "20s", **more})
        engine.plant.w.sources[0].items = 50
        engine.plant.w.sources[0].item_curve = 0
        engine.advance_to("60s")
        waits = engine.scrapes()[-1].pools[engine.names.pool("db", 0, "workers")]
        misses.append((int(engine.scrapes()[-1].caches[0]["misses"]), int(waits["area_waiting"])))
    assert misses[1][1] < 0.9 * misses[0][1]
    assert misses[2][0] == 50 * 3 < misses[0][0]


def test_slow_replica_under_fan_out() -> None:
    """One of eight replicas is ten times slower: the median hides it, fan-out shows it; drain cures."""
    leaf = service("leaf", {"op": "hold", "time": "5ms"}, replicas=8, workers=32)
    root = service("root", {"op": "call", "to": "leaf.do", "width": 8}, workers=64)
    engine = start([root, leaf], [{"name": "users", "to": "root.do", "rate": 40}])
    engine.inject(Fault(at="30s", verb="slow", args={"service": "leaf", "slot": 5, "factor": 10}))
    engine.advance_to("60s")
    engine.act(Action(verb="drain", args={"service": "leaf", "slot": 5}))
    engine.advance_to("90s")
    spans = engine.spans()
    leaves = spans[
        (spans["route"] == 1)
        & (spans["kind"] == codes.SERVER)
        & (spans["t0"] > 30e9)
        & (spans["t0"] < 60e9)
    ]
    slots = [engine.names.replicas[r][1] for r in leaves["replica"]]
    times = {s: [] for s in range(8)}
    for slot, span in zip(slots, leaves, strict=True):
        times[slot].append((span["t1"] - span["t0"]) / MS)
    medians = [float(np.median(times[s])) for s in range(8)]
    assert medians.index(max(medians)) == 5 and max(medians) > 5 * sorted(medians)[6]
    assert quantile(roots(engine, 30, 60), 0.5) > 2 * quantile(roots(engine, 0, 30), 0.5)
    assert quantile(roots(engine, 65, 90), 0.9) < 1.3 * quantile(roots(engine, 0, 30), 0.9)


def test_bad_canary() -> None:
    """Errors come from the new version only, and end with the rollback."""
    api = service("api", {"op": "hold", "time": "5ms"}, replicas=4, boot="2s", drain="1s",
                  versions=[{"name": "v2", "routes": [{"name": "do", "steps": [
                      {"op": "hold", "time": "5ms"},
                      {"op": "chance", "p": 0.5, "otherwise": "end"},
                      {"op": "return", "status": 500, "why": "bug"}]}]}])  # fmt: skip
    engine = start([api], [{"name": "users", "to": "api.do", "rate": 80}])
    engine.inject(
        Fault(
            at="10s",
            verb="deploy",
            visible=True,
            args={"service": "api", "version": "v2", "how": "canary"},
        )
    )
    engine.advance_to("40s")
    engine.act(Action(verb="rollback", args={"service": "api"}))
    engine.advance_to("60s")
    assert 0.08 < failed(roots(engine, 16, 40)) < 0.17
    assert failed(roots(engine, 47, 60)) == 0
    rows = engine.scrapes()[-1].series
    bad = rows[(rows["kind"] == codes.OF_SERVER) & (rows["status"] == codes.ERROR)]
    assert set(bad["version"].tolist()) == {1}
    assert [e.verb for e in engine.events()] == ["deploy", "rollback"]


def test_rotated_secret() -> None:
    """After a rotation old replicas fail and a new one works; rotating again hurts that one too."""
    api = service(
        "api",
        {"op": "secret", "secret": "db"},
        {"op": "hold", "time": "3ms"},
        replicas=3,
        most_replicas=4,
        boot="2s",
        drain="1s",
    )
    engine = start([api], [{"name": "users", "to": "api.do", "rate": 60}], secrets=["db"])
    engine.inject(Fault(at="10s", verb="rotate", args={"secret": "db"}, visible=True))
    engine.advance_to("20s")
    engine.act(Action(verb="scale", args={"service": "api", "replicas": 4}))
    engine.advance_to("40s")
    engine.act(Action(verb="rotate_secret", args={"secret": "db"}))
    engine.advance_to("70s")
    engine.act(Action(verb="restart", args={"service": "api"}))
    engine.advance_to("100s")
    assert failed(roots(engine, 0, 10)) == 0 and failed(roots(engine, 10, 20)) == 1
    assert 0.7 < failed(roots(engine, 25, 40)) < 0.8
    assert failed(roots(engine, 62, 70)) == 1
    assert failed(roots(engine, 90, 100)) == 0
    assert codes.STALE_SECRET in engine.spans()["why"]


def test_one_tenant() -> None:
    """A flag breaks one tenant wholly, and the whole hardly shows it."""
    api = service(
        "api",
        {"op": "flag", "flag": "new-sums", "otherwise": "well"},
        {"op": "match", "by": "tenant", "equals": 7, "otherwise": "well"},
        {"op": "return", "status": 500, "why": "bug"},
        {"op": "hold", "time": "3ms", "label": "well"},
    )
    tenants = [f"tenant-{n}" for n in range(10)]
    weights = {t: (0.2 if t == "tenant-7" else 1.0) for t in tenants}
    engine = start(
        [api],
        [{"name": "users", "to": "api.do", "rate": 100, "tenants": weights}],
        tenants=tenants,
        flags=[{"name": "new-sums"}],
    )
    engine.inject(Fault(at="20s", verb="flag", args={"name": "new-sums", "on": True}))
    engine.advance_to("60s")
    engine.act(Action(verb="set_flag", args={"name": "new-sums", "on": False}))
    engine.advance_to("90s")
    sick = roots(engine, 20, 60)
    assert failed(sick) < 0.04
    assert failed(sick[sick["tenant"] == 7]) == 1 and failed(sick[sick["tenant"] != 7]) == 0
    assert failed(roots(engine, 66, 90)) == 0


def test_poison_message() -> None:
    """One message stops its partition and no other; quarantine moves it away, and all arrives."""
    mail = service(
        "mail",
        {"op": "match", "by": "poison", "equals": 1, "otherwise": "well"},
        {"op": "return", "status": 500, "why": "poison message"},
        {"op": "hold", "time": "10ms", "label": "well"},
        workers=8,
    )
    api = service("api", {"op": "publish", "queue": "jobs"})
    engine = start(
        [api, mail],
        [{"name": "users", "to": "api.do", "rate": 40}],
        tenants=[f"tenant-{n}" for n in range(12)],
        queues=[{"name": "jobs", "to": "mail.do", "partitions": 4}],
    )
    engine.inject(Fault(at="20s", verb="poison", args={"queue": "jobs", "partition": 2}))
    engine.advance_to("60s")
    sick = [int(p["depth"]) for p in np.array(engine.plant.w.partitions[:4])]
    engine.act(Action(verb="quarantine", args={"queue": "jobs", "partition": 2}))
    engine.advance_to("100s")
    well = np.array(engine.plant.w.partitions[:4])
    assert sick[2] > 100 and max(sick[:2] + sick[3:]) < 5
    assert int(well["depth"].max()) < 5 and well["dead"].tolist() == [0, 0, 1, 0]
    assert int(well["failed"][2]) > 30
    assert broken(engine.plant) == []


def test_dead_letters_after_so_many_tries() -> None:
    """With a limit of tries the queue heals by itself."""
    mail = service(
        "mail",
        {"op": "match", "by": "poison", "equals": 1, "otherwise": "end"},
        {"op": "return", "status": 500},
    )
    api = service("api", {"op": "publish", "queue": "jobs"})
    engine = start(
        [api, mail],
        [{"name": "users", "to": "api.do", "rate": 40, "poison": 0.01}],
        queues=[{"name": "jobs", "to": "mail.do", "partitions": 2, "tries": 3, "backoff": "50ms"}],
    )
    engine.advance_to("60s")
    parts = np.array(engine.plant.w.partitions[:2])
    assert int(parts["dead"].sum()) > 10
    assert int(parts["failed"].sum()) == 3 * int(parts["dead"].sum())


def doors(**realm: Any) -> Engine:
    door = service(
        "door",
        {"op": "limit", "limiter": "by-address"},
        {"op": "login", "realm": "people"},
        {"op": "hold", "time": "3ms"},
        route="login",
    )
    door["routes"].append(
        {"name": "data", "steps": [{"op": "session"}, {"op": "respond", "payload": 5000}]}
    )
    people = {
        "name": "people",
        "to": "door.login",
        "rate": 20,
        "password_right": 0.97,
        "subjects": 200,
        "network": "homes",
    }
    # Many addresses in one network, one fingerprint, evenly over all accounts.
    bots = {
        "rate": 0.0,
        "network": "hosting",
        "agent": "headless",
        "addresses": 20_000,
        "hostile": True,
        "password_right": 0.002,
        "factor_right": 0.0,
        "subjects": 200,
    }
    stuffing = {**bots, "name": "bots", "to": "door.login", "password_right": 0.01}
    takers = {**bots, "name": "takers", "to": "door.data", "taken_subjects": True}
    return start(
        [door],
        [people, stuffing, takers],
        realms=[{"name": "people", **realm}],
        flagged_networks=["hosting"],
        limiters=[
            {"name": "by-address", "by": "address", "rate": 0.1, "burst": 5, "buckets": 30_000}
        ],
    )


def attack(engine: Engine) -> None:
    engine.inject(
        Fault(at="20s", verb="rate", args={"source": "bots", "per_s": 60}),
        Fault(at="20s", verb="rate", args={"source": "takers", "per_s": 5}),
    )


def test_credential_stuffing() -> None:
    """A limit by address sees nothing, a second factor for the network ends it, a reset mends it."""
    engine = doors()
    attack(engine)
    engine.advance_to("80s")
    taken = engine.counters()["taken_accounts"]
    assert taken > 15 and int(engine.plant.w.limiters[0].refused) < 40
    assert engine.counters()["bytes_hostile"] > 100 * 5000
    engine.act(Action(verb="set_logins", args={"name": "people", "second_factor": "flagged"}))
    engine.act(Action(verb="reset_accounts"))
    engine.advance_to("115s")
    after, lost = engine.counters()["taken_accounts"], engine.counters()["bytes_hostile"]
    engine.advance_to("160s")
    assert engine.counters()["taken_accounts"] == after
    assert engine.counters()["bytes_hostile"] == lost
    people = roots(engine, 120, 160, "people")
    assert np.mean(people["status"] == codes.OK) > 0.94


def test_lock_outs_hit_the_owners() -> None:
    """Locking after three failures keeps the bots out, and the people too."""
    engine = doors(threshold=3, window="10m", lock="10m")
    attack(engine)
    engine.advance_to("80s")
    assert engine.counters()["lockouts"] > 100
    people = roots(engine, 60, 80, "people")
    assert np.mean(people["status"] == codes.LOCKED) > 0.5


def test_leaked_token() -> None:
    """The thief's answers are all 200; revoking stops the thief, and those who carry it, until reissue."""
    api = service(
        "api",
        {"op": "token"},
        {"op": "hold", "time": "2ms"},
        {"op": "respond", "payload": 40_000},
        route="export",
    )
    ours = {"name": "reports", "to": "api.export", "rate": 2, "token": "t1", "network": "office"}
    thief = {
        "name": "thief",
        "to": "api.export",
        "rate": 0,
        "token": "t1",
        "network": "abroad",
        "hostile": True,
        "item_mode": "sequential",
    }
    engine = start([api], [ours, thief], tokens=["t1", "t2"])
    engine.inject(Fault(at="10s", verb="rate", args={"source": "thief", "per_s": 30}))
    engine.advance_to("40s")
    assert failed(roots(engine, 0, 40)) == 0 and engine.counters()["bytes_hostile"] > 20e6
    engine.act(Action(verb="revoke_token", args={"token": "t1"}))
    engine.act(Action(verb="issue_token", args={"source": "reports", "token": "t2"}))
    engine.advance_to("46s")
    lost = engine.counters()["bytes_hostile"]
    engine.advance_to("140s")
    assert engine.counters()["bytes_hostile"] == lost
    assert set(roots(engine, 46, 99, "reports")["status"].tolist()) == {codes.UNAUTHORIZED}
    assert set(roots(engine, 101, 140, "reports")["status"].tolist()) == {codes.OK}


def test_cross_tenant_cache() -> None:
    """Without the tenant in its keys a cache serves others' pages: all 200, nothing slower."""
    page = service(
        "page",
        {"op": "look_up", "cache": "pages", "hit": "end"},
        {"op": "hold", "time": "10ms"},
        {"op": "fill", "cache": "pages"},
    )
    engine = start(
        [page],
        [{"name": "users", "to": "page.do", "rate": 80, "items": 200, "item_skew": 1.0}],
        tenants=["a", "b", "c", "d"],
        caches=[{"name": "pages", "ttl": "1m"}],
    )
    engine.advance_to("60s")
    assert engine.counters()["exposed_records"] == 0
    engine.inject(Fault(at="60s", verb="cache", args={"name": "pages", "by_tenant": False}))
    engine.advance_to("120s")
    sick = roots(engine, 60, 120)
    assert failed(sick) == 0 and quantile(sick, 0.99) <= quantile(roots(engine, 0, 60), 0.99) * 1.2
    assert engine.counters()["exposed_records"] > 500
    spans = engine.spans()
    leaked = spans[spans["marks"] & codes.CACHE_FOREIGN > 0]
    assert (leaked["owner"] != leaked["tenant"]).all()
    engine.act(Action(verb="set_cache", args={"name": "pages", "on": False}))
    engine.act(Action(verb="purge_cache", args={"cache": "pages"}))
    engine.advance_to("126s")
    so_far = engine.counters()["exposed_records"]
    engine.advance_to("150s")
    assert engine.counters()["exposed_records"] == so_far


def test_object_enumeration() -> None:
    """One subject reads numbers in sequence, others' with 200, until the check is put in force."""
    api = service(
        "api",
        {"op": "hold", "time": "2ms"},
        {"op": "authorize", "enforce": False},
        {"op": "respond", "payload": 800},
        route="result",
    )
    api["routes"][0]["audited"] = True
    walker = {
        "name": "walker",
        "to": "api.result",
        "rate": 10,
        "item_mode": "sequential",
        "subjects": 1,
        "tenants": {"a": 1},
    }
    engine = start(
        [api],
        [{"name": "users", "to": "api.result", "rate": 30}, walker],
        tenants=["a", "b", "c", "d", "e"],
    )
    engine.advance_to("60s")
    exposed = engine.counters()["exposed_records"]
    assert exposed > 400
    lines = engine.logs()
    lines = lines[(lines["event"] == codes.LOG_ACCESS) & (lines["source"] == 1)]
    assert (np.diff(lines["obj"]) == 1).mean() > 0.9 and len(set(lines["subject"].tolist())) == 1
    engine.act(
        Action(verb="hotfix", args={"route": "api.result", "name": "authorize", "enforce": True})
    )
    engine.advance_to("365s")
    so_far = engine.counters()["exposed_records"]
    engine.advance_to("400s")
    assert engine.counters()["exposed_records"] == so_far
    walked = roots(engine, 366, 400, "walker")
    assert np.mean(walked["status"] == codes.FORBIDDEN) > 0.7
    assert set(roots(engine, 366, 400, "users")["status"].tolist()) == {codes.OK}
