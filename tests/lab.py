"""A real JupyterLab on a free loopback port, and pages of it in Debian's chromium.

For tests marked `browser`. Nothing of the user's own Jupyter is read or written.
"""

import json
import os
import secrets
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import which
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
CHROMIUM = which("chromium")
START_S = 300  # a machine with ten others at work
_OFF = {"@jupyterlab/apputils-extension:announcements": True}  # it asks the network for news
WORK_MS = 240_000
NEEDS_CHROMIUM = pytest.mark.skipif(not CHROMIUM, reason="Debian's chromium is not installed here")
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}

_IDLE = """() => {
  const panel = window.jupyterapp?.shell.currentWidget;
  return panel?.sessionContext?.session?.kernel?.status === 'idle' && panel.content?.model;
}"""
_RUN_ALL = "() => window.jupyterapp.commands.execute('notebook:run-all-cells').then(() => null)"
_RESTART = "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()"
_SAVE = "() => window.jupyterapp.commands.execute('docmanager:save').then(() => null)"
_THEME = "t => window.jupyterapp.commands.execute('apputils:change-theme', {theme: t})"
_RUN_CELL = """index => {
  const panel = window.jupyterapp.shell.currentWidget;
  panel.content.activeCellIndex = index;
  return window.jupyterapp.commands.execute('notebook:run-cell').then(() => null);
}"""


@dataclass(frozen=True, kw_only=True)
class Lab:
    """A running server: `root` is what its file browser shows."""

    url: str
    token: str
    root: Path
    log: list[str]

    def address(self, path: str = "") -> str:
        """Where a file of the root opens, with an empty workspace."""
        return f"{self.url}/lab/tree/{path}?reset&token={self.token}"


@contextmanager
def start_lab(
    root: Path, state: Path, *, env: Mapping[str, str] | None = None, options: tuple[str, ...] = ()
) -> Iterator[Lab]:
    """Start JupyterLab over `root`, with its own settings in `state`; end it afterwards.

    `env` is added to the environment, `options` to the command line.
    Raises AssertionError with the server's log when it does not start.
    """
    token, port, log = secrets.token_hex(16), free_port(), []
    own = {
        "HOME": str(state),
        "IPYTHONDIR": str(state / "ipython"),
        "JUPYTER_CONFIG_DIR": str(state / "config"),
        "JUPYTER_DATA_DIR": str(state / "data"),
        "JUPYTER_RUNTIME_DIR": str(state / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(state / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(state / "workspaces"),
        "JUPYTER_TOKEN": token,
        "PYTHONPATH": str(ROOT),
    }
    settings = state / "config" / "labconfig"
    settings.mkdir(parents=True, exist_ok=True)
    (settings / "page_config.json").write_text(json.dumps({"disabledExtensions": _OFF}))
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        "--no-browser",
        "--ip=127.0.0.1",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        f"--ServerApp.root_dir={root}",
        "--LabApp.expose_app_in_browser=True",
        *(["--ServerApp.allow_root=True"] if os.geteuid() == 0 else []),
        *options,
    ]
    with served(command, cwd=root, env={**own, **(env or {})}, log=log):
        yield Lab(url=f"http://127.0.0.1:{port}", token=token, root=root, log=log)


@contextmanager
def served(
    command: list[str], *, cwd: Path, env: Mapping[str, str], log: list[str]
) -> Iterator[None]:
    """Run a Jupyter server until the block ends; its log is kept.

    Raises AssertionError with the log's end when it does not start.
    """
    server = subprocess.Popen(
        command,
        cwd=cwd,
        env={**os.environ, **env},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    up = threading.Event()

    def listen() -> None:
        assert server.stderr
        for line in server.stderr:
            log.append(line)
            if "is running at" in line:
                up.set()
        up.set()  # it ended: there is nothing to wait for

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    try:
        assert up.wait(START_S) and server.poll() is None, "".join(log[-40:])
        yield
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        listener.join(5)
        if server.stderr:
            server.stderr.close()


def free_port() -> int:
    """Find a port of the loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def start_chromium() -> Iterator[Any]:
    """Start Debian's chromium; gives playwright's browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-background-networking", "--disable-gpu"],
        )
        try:
            yield browser
        finally:
            browser.close()


def open_page(lab: Lab, browser: Any, path: str = "", *, theme: str = "light") -> Any:
    """Open a file (or the launcher) in JupyterLab; a notebook is waited for until it is idle."""
    page = browser.new_page(viewport={"width": 1300, "height": 1000})
    page.set_default_timeout(WORK_MS)
    page.goto(lab.address(path))
    page.wait_for_selector("#jp-main-dock-panel")
    page.wait_for_function("() => window.jupyterapp")
    page.evaluate("() => window.jupyterapp.restored")
    if path.endswith(".ipynb"):
        wait_idle(page)
    if theme != "light":
        set_theme(page, theme)
    return page


def wait_idle(page: Any) -> None:
    """Wait until the current notebook's kernel is idle."""
    page.wait_for_function(_IDLE)


def run_all(page: Any) -> None:
    """Run all cells of the current notebook, and wait for the end."""
    page.evaluate(_RUN_ALL)


def run_cell(page: Any, index: int) -> None:
    """Run one cell of the current notebook, and wait for its end."""
    page.evaluate(_RUN_CELL, index)


def restart_kernel(page: Any) -> None:
    """Restart the current notebook's kernel without its dialog."""
    page.evaluate(_RESTART)
    wait_idle(page)


def save(page: Any) -> None:
    """Save the current notebook."""
    page.evaluate(_SAVE)


def set_theme(page: Any, theme: str) -> None:
    """Change to the theme `light` or `dark`."""
    page.evaluate(_THEME, THEMES[theme])
    wanted = "true" if theme == "light" else "false"
    page.wait_for_selector(f'body[data-jp-theme-light="{wanted}"]', state="attached")
    page.wait_for_selector("#jupyterlab-splash", state="detached")
