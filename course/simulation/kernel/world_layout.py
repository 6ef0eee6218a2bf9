"""The world as one structured array of fixed capacities, so that one compilation serves all.

Times are integer nanoseconds, chances are integers of 2**32, factors are per mille.
No field may be named like an attribute of an array (`size`, `shape`, `item`, `mean`, ...):
outside compiled code that would give the attribute.
"""

from typing import Any

import numpy as np

EVENTS, FRAMES, CALLS, MESSAGES, TIMERS = 1 << 17, 1 << 16, 1 << 16, 1 << 14, 1 << 17
POOLS, REPLICAS, SERVICES, ROUTES, EDGES, STEPS = 2048, 1024, 256, 512, 1024, 4096
SLOTS_OF_SERVICE, VERSIONS, HELD, SECRETS_HELD = 32, 8, 4, 8
SOURCES, TENANTS, PROFILES, SEGMENTS, CURVES = 64, 64, 8, 288, 64
QUEUES, PARTITIONS, LIMITERS, BUCKETS, BLOCKS = 8, 64, 16, 1 << 15, 32
REALMS, ACCOUNTS, TAKEN, TOKENS, SECRETS, FLAGS, NETWORKS = 4, 1 << 16, 4096, 64, 16, 32, 64
CACHES, SLOTS, WAYS = 8, 1 << 15, 4
SERIES, BOUNDS, SPANS, LOGS = 16_384, 14, 1 << 14, 1 << 14
OCTAVES, CELLS = 41, 64
ROW = OCTAVES * (CELLS + 1)

# Upper bounds of buckets, as OpenTelemetry advises for http.server.request.duration.
BOUNDS_S = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0)


def record(i8: str = "", j8: str = "", i4: str = "", u8: str = "", **more: Any) -> np.dtype[Any]:
    """Make an aligned record: names of each width, then fields with a type or (type, shape).

    State is 64 bits wide: with one width of numbers, each function is compiled once.
    """
    fields: list[Any] = [(name, np.uint64) for name in u8.split()]
    fields += [(name, np.int64) for name in f"{i8} {j8}".split()]
    fields += [(k, *v) if isinstance(v, tuple) else (k, v) for k, v in more.items()]
    fields += [(name, np.int32) for name in i4.split()]
    return np.dtype((np.record, np.dtype(fields, align=True)))


EVENT = record(i8="t seq", i4="kind who gen arg")
REQUEST = "tenant subject address network agent token source owner poison priority"
FRAME = record(
    u8="key trace_id parent_key",
    i8="t_arrive t_start t_wait waited_worker waited_pool payload obj work",
    held=(np.int64, (HELD,)),
    j8="gen state kind service route replica pc call call_gen edge attempt origin pending failed "
    f"step_status step_why wait_pool ahead behind n_held marks status why hostile {REQUEST}",
)
CALL_ = record(
    u8="key",
    i8="t_first t_try",
    j8="parent edge gen attempt child hedged next_free",
)
POOL = record(
    i8="patience t_last area_used area_waiting grants timeouts refusals waited_ns",
    j8="limit used waiting head tail room lifo leaked service replica wanted",
)
REPLICA = record(
    i8="slow busy_ns t_boot",
    secrets=(np.int64, (SECRETS_HELD,)),
    j8="service slot up listed version boot worker first_pool active",
)
PROCESSOR = record(i8="t_last done waited_ns", j8="head tail computing gen")
SERVICE = record(
    i8="knee slope cores",
    j8="shared first slots balance turn shed shed_below n_pools version",
)
ROUTE = record(entry=(np.int64, (VERSIONS,)), j8="service audited")
STEP_ = record(u8="site", i8="amount chance", j8="op a b c fail curve cpu")
EDGE = record(
    u8="site",
    i8="timeout backoff backoff_cap latency loss hedge budget budget_cap tokens "
    "breaker_open_ns breaker_window t_breaker attempts retried denied opened",
    j8="route retries cancel curve jitter breaker breaker_calls breaker_ratio probes probing "
    "n_ok n_bad caller first_timer last_timer",
)
SOURCE_ = record(
    u8="key",
    i8="rate factor current left t_rate count guess factor_chance poison_chance "
    "items item_first address_first addresses subject_first subjects",
    j8="gen entry profile curve item_curve subject_curve item_mode subject_mode network agent "
    "token hostile priority edge tenant_first",
)
QUEUE = record(i8="backoff", j8="first parts entry room tries by service")
PARTITION = record(
    i8="offset published delivered failed dead t_head",
    j8="queue head tail depth busy paused gen frame",
)
MESSAGE = record(
    u8="key trace_id",
    i8="t obj",
    j8="behind tries marks hostile " + REQUEST,
)
TIMER_ = record(i8="t who gen behind")
LIMITER = record(i8="rate burst refused", j8="by on first slots")
BUCKET = record(i8="t tokens who")
REALM = record(i8="window lock failures lockouts", j8="threshold mfa")
ACCOUNT = record(i8="t_window locked_until", j8="fails taken changed revoked")
SECRET_ = record(i8="grace_until", j8="epoch")
FLAG_ = record(i8="share", cohort=(np.uint8, (TENANTS,)), j8="on")
BLOCK_ = record(i8="value hits", j8="on service route by")
CACHE = record(
    i8="ttl ttl_jitter lease poll hits misses foreign",
    j8="first sets on by_tenant",
)
SLOT = record(u8="key", i8="expires used lease_until", j8="owner full")
PROFILE = record(i8="period", factor=(np.int64, (SEGMENTS,)), j8="segments")
SERIES_ = record(
    i8="sum_ns",
    count=(np.uint32, (BOUNDS + 1,)),
    i4="kind a replica boot version status",
)
SPAN = record(
    u8="trace_id span_id parent_id",
    i8="t0 t1 waited_worker waited_pool payload obj",
    i4="kind route replica boot version status why edge attempt marks hostile " + REQUEST,
)
LOG = record(
    u8="trace_id span_id",
    i8="t obj",
    i4="event route replica boot version status why edge arg hostile " + REQUEST,
)

WORLD = record(
    u8="seed",
    i8="now seq sample",
    counters=(np.int64, (16,)),
    curves=(np.int64, (CURVES, ROW)),
    heap=(EVENT, (EVENTS,)),
    frames=(FRAME, (FRAMES,)),
    calls=(CALL_, (CALLS,)),
    pools=(POOL, (POOLS,)),
    replicas=(REPLICA, (REPLICAS,)),
    processors=(PROCESSOR, (REPLICAS,)),
    services=(SERVICE, (SERVICES,)),
    routes=(ROUTE, (ROUTES,)),
    steps=(STEP_, (STEPS,)),
    edges=(EDGE, (EDGES,)),
    sources=(SOURCE_, (SOURCES,)),
    tenant_cut=(np.int64, (SOURCES, TENANTS)),
    tenants=(np.int64, (TENANTS, 3)),
    queues=(QUEUE, (QUEUES,)),
    partitions=(PARTITION, (PARTITIONS,)),
    messages=(MESSAGE, (MESSAGES,)),
    timers=(TIMER_, (TIMERS,)),
    limiters=(LIMITER, (LIMITERS,)),
    buckets=(BUCKET, (BUCKETS,)),
    realms=(REALM, (REALMS,)),
    accounts=(ACCOUNT, (ACCOUNTS,)),
    taken=(np.int64, (TAKEN,)),
    revoked=(np.int64, (TOKENS,)),
    secrets=(SECRET_, (SECRETS,)),
    features=(FLAG_, (FLAGS,)),
    blocks=(BLOCK_, (BLOCKS,)),
    flagged=(np.int64, (NETWORKS,)),
    caches=(CACHE, (CACHES,)),
    slots=(SLOT, (SLOTS,)),
    profiles=(PROFILE, (PROFILES,)),
    bounds=(np.int64, (BOUNDS,)),
    series=(SERIES_, (SERIES,)),
    server_at=(np.int64, (ROUTES, SLOTS_OF_SERVICE, 16)),
    client_at=(np.int64, (EDGES, 16)),
    root_at=(np.int64, (SOURCES, 16)),
    pool_at=(np.int64, (POOLS, 2)),
    spans=(SPAN, (SPANS,)),
    logs=(LOG, (LOGS,)),
    j8="n_events n_frames n_calls n_messages n_spans n_logs n_series n_taken n_blocks n_tenants "
    "free_frame free_call free_message cancelled ghost overflow in_use calls_in_use "
    "messages_in_use n_timers free_timer",
)


def empty_world() -> Any:
    """Make a world of zeros; pages that no scenario touches are never given by the system."""
    return np.zeros(1, WORLD).view(np.recarray)
