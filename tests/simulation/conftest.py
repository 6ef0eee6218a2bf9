"""The kernel is compiled before the first test that runs it, once for all processes."""

import pytest

from course.simulation.kernel_startup import prepare


@pytest.fixture(scope="session", autouse=True)
def compiled() -> None:
    prepare()
