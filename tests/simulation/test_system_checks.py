"""A system that cannot run says all that is wrong, each with its place."""

from typing import Any

import pytest
from pydantic import ValidationError

from course.errors import ScenarioError
from course.simulation.system import System
from course.simulation.system_checks import check
from tests.simulation.systems import everything, shop

STATION = {"routes": [{"name": "main", "steps": [{"op": "hold", "time": "1ms"}]}]}


def changed(**parts: Any) -> System:
    return System.model_validate({**everything().model_dump(), **parts})


def test_whole_systems_have_no_problems() -> None:
    """The systems of these tests are sound."""
    check(everything())
    check(shop())


def test_all_problems_come_at_once() -> None:
    """Unknown names, jumps back, doubled names: one run tells."""
    data = everything().model_dump()
    data["services"][0]["routes"][0]["steps"][0]["limiter"] = "unfair"
    data["services"][0]["routes"][0]["steps"][8]["goto"] = "found"
    data["services"][1]["routes"][0]["steps"][3]["pool"] = "lake"
    data["sources"][0]["tenants"] = {"dune": 1}
    data["sources"][1]["name"] = "people"
    data["edges"][0]["to"] = "store.row"
    with pytest.raises(ScenarioError) as caught:
        check(System.model_validate(data))
    message = str(caught.value)
    for part in (
        "services.web.routes.read(v1).steps[0].limiter: expected one of fair, got 'unfair'",
        "steps[8].goto: expected a label further down, got 'found'",
        "services.api.routes.get(v1).steps[3].pool: expected one of db, licences, got 'lake'",
        "sources.readers.tenants: expected one of acme, borg, cyan, got 'dune'",
        "callers: expected each name once, got 'people' twice",
        "edges.web->store.row: expected one of",
    ):
        assert part in message, part


def test_steps_of_a_route_have_names_of_their_own() -> None:
    """Two equal names would share their draws."""
    data = shop().model_dump()
    steps = data["services"][1]["routes"][0]["steps"]
    data["services"][1]["routes"][0]["steps"] = [*steps, *steps]
    with pytest.raises(ScenarioError, match="expected a name of its own, got 'hold' again"):
        check(System.model_validate(data))


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"sources": [{"name": "x", "rate": 1}]}, "expected either `to` or `steps`"),
        (
            {"sources": [{"name": "x", "to": "web.read", "rate": 1, "subjects": 60_000}]},
            "expected at most 65536 accounts, got 180000",
        ),
        (
            {"caches": [{"name": "pages", "entries": 40_000}]},
            "entries of caches: expected at most 32768, got 40000",
        ),
        (
            {"services": [STATION | {"name": f"s{n}", "replicas": 5} for n in range(205)]},
            "replicas: expected at most 1024, got 1025",
        ),
        (
            {
                "services": [
                    STATION
                    | {
                        "name": f"s{n}",
                        "routes": [STATION["routes"][0] | {"name": f"r{k}"} for k in range(3)],
                    }
                    for n in range(171)
                ]
            },
            "routes: expected at most 512, got 513",
        ),
    ],
)
def test_what_does_not_fit_is_refused(parts: dict[str, Any], said: str) -> None:
    """The capacity stands in the message."""
    with pytest.raises(ScenarioError, match=said):
        check(changed(**parts))


@pytest.mark.parametrize(
    "parts",
    [
        {"name": "No Spaces"},
        {"tenants": []},
        {"services": [STATION | {"name": f"s{n}"} for n in range(257)]},
        {"unknown": 1},
        {"sources": [{"name": "x", "to": "web.read", "rate": -1}]},
        {"sources": [{"name": "x", "to": "web.read", "rate": float("nan")}]},
        {"pools": [{"name": "p", "size": 0}]},
        {"pools": [{"name": "p", "size": 3, "wait": "soon"}]},
        {"pools": [{"name": "p", "size": 3, "wait": "-5s"}]},
    ],
)
def test_what_is_no_system_at_all_is_refused_by_its_types(parts: dict[str, Any]) -> None:
    """Pydantic names the place."""
    with pytest.raises(ValidationError):
        changed(**parts)
