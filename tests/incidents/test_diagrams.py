"""Pictures as SVG: well formed, told in words too, and no markup of anyone's."""

import json
from dataclasses import replace
from functools import cache
from xml.etree import ElementTree as ET

import pytest

from course.incidents import Incident
from course.incidents.diagrams import (
    MOST_BARS,
    Alerts,
    Picture,
    Trace,
    alerts_table,
    link_health,
    node_health,
    topology_svg,
    waterfall_svg,
)
from course.simulation.telemetry.alerts import Alert
from course.simulation.telemetry.topology import Bar, Link, Node, Topology
from tests.incidents.runs import NAME

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "</text><script>alert(1)</script>\"'&\n"


@cache
def run() -> Incident:
    incident = Incident(NAME, seed=7)
    incident.advance("7m")
    return incident


def parts(svg: str) -> tuple[ET.Element, str]:
    """Root, and all text that is not style."""
    root = ET.fromstring(svg)
    texts = [e.text or "" for e in root.iter() if e.tag != f"{SVG}style"]
    return root, " ".join(texts)


def drawn(*nodes: Node, links: tuple[Link, ...] = ()) -> str:
    return topology_svg(Topology(at_ms=0, over_ms=300_000, nodes=nodes, links=links))


def bar(**more: object) -> Bar:
    plain = Bar(
        span_id="a",
        parent_span_id=None,
        depth=0,
        offset_ms=0,
        duration_ms=10,
        service="web",
        instance=None,
        name="/x",
        kind="SERVER",
        http_status=200,
        failed=False,
        error_type=None,
        worker_wait_ms=None,
        pool_wait_ms=None,
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def test_a_system_is_drawn_with_its_names_and_ills() -> None:
    """Every part has a box; the text alternative says what is ill, and who calls whom."""
    topology = run().topology()
    root, texts = parts(topology_svg(topology))

    for node in topology.nodes:
        assert node.name in texts
    assert root.get("role") == "img"
    named = {e.get("id") for e in root if e.tag in (f"{SVG}title", f"{SVG}desc")}
    assert set(str(root.get("aria-labelledby")).split()) == named
    words = root.find(f"{SVG}desc")
    assert words is not None and words.text is not None
    assert "checkout: ill (" in words.text
    assert "web to checkout" in words.text
    assert "stock: " not in words.text


def test_boxes_do_not_lie_on_each_other() -> None:
    """Also with loops, a part that calls itself, and parts that nobody calls."""
    names = ("in", "a", "b", "c", "d", "lone")
    pairs = (("in", "a"), ("a", "b"), ("b", "c"), ("c", "a"), ("in", "c"), ("d", "d"), ("a", "d"))
    svg = drawn(
        *(Node(name=name, kind="service") for name in names),
        links=tuple(Link(source=s, target=t, kind="call") for s, t in pairs),
    )
    places = [
        e.get("transform")
        for e in ET.fromstring(svg)
        if e.find(f"{SVG}text[@class='name']") is not None
    ]
    assert len(places) == len(set(places)) == len(names)


@pytest.mark.parametrize(
    ("node", "health"),
    [
        ({"rate": 5.0, "error_share": 0.001}, "ok"),
        ({"rate": 5.0, "error_share": 0.01}, "warn"),
        ({"rate": 5.0, "error_share": 0.2}, "bad"),
        ({"rate": 5.0, "worker_share": 0.9}, "warn"),
        ({"rate": 5.0, "replicas": 0}, "bad"),
        ({"rate": 5.0, "oldest_s": 100.0}, "warn"),
        ({"rate": 0.0}, "quiet"),
        ({}, "quiet"),
    ],
)
def test_health_is_told_by_mark_and_words(node: dict[str, float], health: str) -> None:
    """A colour alone says nothing to some: a mark of its own shape stands beside it."""
    part = Node(name="x", kind="service", **node)  # type: ignore[arg-type]
    assert node_health(part)[0] == health
    svg = drawn(part)
    box = next(g for g in ET.fromstring(svg) if g.find(f"{SVG}rect") is not None)
    marks = {e.get("d") for e in box.iter(f"{SVG}path")}
    shapes = {
        "ok": "M-4 0l3 3 5-6",
        "warn": "M0-5v6M0 3v2",
        "bad": "M-3-3l6 6M3-3l-6 6",
        "quiet": "M-4 0h8",
    }
    assert marks == {shapes[health]}


def test_calls_that_fail_or_stop_are_told() -> None:
    """By errors, retries and breakers."""
    plain = Link(source="a", target="b", kind="call", rate=1.0)
    assert link_health(plain) == ("ok", "")
    assert link_health(replace(plain, breaker="open")) == ("bad", "breaker open")
    assert link_health(replace(plain, retry_share=0.5))[0] == "warn"
    assert link_health(replace(plain, error_share=0.1, retry_share=0.5)) == (
        "bad",
        "10.0% errors, 50% retries",
    )


def test_a_trace_is_drawn_with_what_failed_and_waited() -> None:
    """Bars by their times; statuses, waits and the whole in words."""
    bars = (
        bar(duration_ms=2000, failed=True, http_status=504, error_type="timeout"),
        bar(depth=1, offset_ms=500, duration_ms=1000, service="api", worker_wait_ms=300.0),
    )
    root, texts = parts(waterfall_svg(bars))
    assert "504 timeout" in texts
    assert "2 spans, 2000 ms in all. Failed: web /x (504)." in texts
    assert "Longest wait: api, waited 300 ms for a worker" in texts
    rects = [
        (float(r.get("x", 0)), float(r.get("width", 0)))
        for g in root
        for r in g.findall(f"{SVG}rect")
    ]
    assert rects[0][1] == pytest.approx(2 * rects[1][1])
    assert rects[1][0] - rects[0][0] == pytest.approx(rects[0][1] / 4, abs=0.1)


@pytest.mark.parametrize("total", [0.0, 0.004, 1.0, 7.3, 999.0, 12_345.0])
def test_any_duration_has_ticks(total: float) -> None:
    """From nothing to many seconds."""
    _, texts = parts(waterfall_svg((bar(duration_ms=total),)))
    assert "0 ms" in texts


def test_a_flood_of_spans_is_cut_and_said() -> None:
    """A picture has an end."""
    _, texts = parts(waterfall_svg((bar(),) * (MOST_BARS + 7)))
    assert "and 7 more spans" in texts


def test_text_of_others_is_only_text() -> None:
    """Names with markup stay names: no element of theirs is in a picture or a table."""
    node = Node(name=HOSTILE, kind="service", versions=(HOSTILE,), rate=1.0, error_share=0.5)
    link = Link(source=HOSTILE, target=HOSTILE, kind="call", breaker=HOSTILE)
    alert = Alert(
        rule=HOSTILE,
        severity=HOSTILE,
        labels={HOSTILE: HOSTILE},
        pending_ms=0,
        firing_ms=None,
        resolved_ms=None,
        value=1,
        summary=HOSTILE,
        runbook=HOSTILE,
    )
    for svg in (
        drawn(node, links=(link,)),
        waterfall_svg((bar(service=HOSTILE, name=HOSTILE, failed=True, error_type=HOSTILE),)),
    ):
        root, texts = parts(svg)
        assert not list(root.iter(f"{SVG}script"))
        assert "alert(1)" in texts
    assert "<script" not in alerts_table((alert,))


def test_what_a_notebook_shows_is_equal_to_what_was_there() -> None:
    """Dressed values are the plain ones in every use."""
    picture = run().topology()
    plain = Topology(
        at_ms=picture.at_ms, over_ms=picture.over_ms, nodes=picture.nodes, links=picture.links
    )
    assert picture == plain
    assert plain == picture
    assert hash(picture) == hash(Picture.of(plain))
    assert picture != replace(plain, at_ms=0)
    assert json.dumps(picture.plain()) == json.dumps(plain.plain())
    trace, alerts = run().trace(), run().alerts()
    assert isinstance(trace, tuple) and trace == tuple(trace)
    assert isinstance(alerts, tuple) and alerts[0].rule == "CheckoutErrors"
    for shown in (picture, trace, alerts):
        assert ET.fromstring(shown._repr_html_()) is not None
    assert Trace(())._repr_html_() == "<p>no such trace</p>"
    assert Alerts(())._repr_html_() == "<p>no alert is pending or firing</p>"
