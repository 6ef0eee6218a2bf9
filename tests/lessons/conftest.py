"""A figure that a test leaves open is no other test's."""

from collections.abc import Iterator

import matplotlib.pyplot as plt
import pytest


@pytest.fixture(autouse=True)
def closed_figures() -> Iterator[None]:
    plt.close("all")
    yield
    plt.close("all")
