"""A real Prometheus on loopback over blocks made of an OpenMetrics text, while a test needs it."""

import json
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from course.promql.storage import Flags, Floats

PROMETHEUS, PROMTOOL = shutil.which("prometheus"), shutil.which("promtool")
READY_WITHIN = 120  # seconds; it starts in about one
Table = dict[frozenset[tuple[str, str]], dict[int, float]]


@dataclass(frozen=True, kw_only=True)
class Server:
    """Asks a running server."""

    url: str

    def ask(self, path: str, **words: Any) -> Any:
        body = urllib.parse.urlencode(words).encode()
        with urllib.request.urlopen(f"{self.url}/api/v1/{path}", body, timeout=120) as answer:
            data = json.load(answer)
        assert data["status"] == "success", data
        return data["data"]

    def over(self, query: str, start: int, end: int, step: int) -> Table:
        """Samples by labels and millisecond."""
        data = self.ask(
            "query_range", query=query, start=start / 1e3, end=end / 1e3, step=step / 1e3
        )
        return {
            frozenset(one["metric"].items()): {round(t * 1000): float(v) for t, v in one["values"]}
            for one in data["result"]
        }

    def instant(self, query: str, at: int) -> Table:
        """Samples of a vector or a scalar."""
        data = self.ask("query", query=query, time=at / 1e3)
        if data["resultType"] == "scalar":
            return {frozenset(): {at: float(data["result"][1])}}
        return {
            frozenset(one["metric"].items()): {at: float(one["value"][1])} for one in data["result"]
        }


@contextmanager
def serving(folder: Path, openmetrics: str) -> Iterator[Server]:
    """Make blocks, start the server, stop it by its own handle."""
    assert PROMETHEUS is not None and PROMTOOL is not None
    (folder / "metrics.om").write_text(openmetrics, encoding="utf-8")
    make = [PROMTOOL, "tsdb", "create-blocks-from", "openmetrics", "metrics.om", "data"]
    subprocess.run(make, cwd=folder, check=True, capture_output=True)
    (folder / "prometheus.yml").write_text("global: {}\n", encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [
        PROMETHEUS,
        "--config.file=prometheus.yml",
        "--storage.tsdb.path=data",
        f"--web.listen-address={address}",
        "--storage.tsdb.retention.time=100y",
        "--log.level=error",
    ]
    with (folder / "log").open("wb") as log:
        child = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
        try:
            _wait(f"http://{address}/-/ready", child)
            yield Server(url=f"http://{address}")
        finally:
            child.terminate()
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def _wait(url: str, child: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until:
        assert child.poll() is None, "prometheus ended"
        try:
            with urllib.request.urlopen(url, timeout=60):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise TimeoutError(url)


def rows(labels: tuple[dict[str, str], ...], times: Any, values: Floats, present: Flags) -> Table:
    """An answer of ours in the server's shape."""
    return {
        frozenset(row.items()): {
            int(times[n]): float(values[r, n]) for n in np.flatnonzero(present[r])
        }
        for r, row in enumerate(labels)
    }
