"""The kernel is compiled before the first test that runs it, once for all processes."""

import pytest

from course.simulation.engine import Engine
from course.simulation.kernel_startup import prepare
from course.simulation.telemetry.snapshot import Telemetry, observe
from tests.simulation.systems import eventful


@pytest.fixture(scope="session", autouse=True)
def compiled() -> None:
    prepare()


@pytest.fixture(scope="module")
def engine() -> Engine:
    """Ten eventful minutes of the town."""
    return eventful()


@pytest.fixture(scope="module")
def seen(engine: Engine) -> Telemetry:
    """What an engineer sees of them."""
    return observe(engine)
