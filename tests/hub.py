"""The real JupyterHub of deploy/hub on a free loopback port, with three users.

As root they are users of the system, made for the time of the test, each with a password and a
server of their own. Else, or where others cannot read this environment, all servers run as the
one who runs the tests; `Hub.why_one_user` then says why.
"""

import os
import secrets
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from shutil import which
from typing import Any

from tests.lab import ROOT, START_S, WORK_MS, free_port
from tests.walk import settle

DEPLOY = ROOT / "deploy" / "hub"
MODULES = Path(os.environ.get("COURSE_NODE_MODULES", DEPLOY / "node_modules"))
NPM = f"npm install --prefix {DEPLOY.relative_to(ROOT)}"
PREFIX = "/course/"


@dataclass(frozen=True, kw_only=True)
class Hub:
    """A running hub: addresses, names, where things are, and what it said."""

    url: str
    instructor: str
    learners: tuple[str, ...]
    passwords: dict[str, str] = field(repr=False)
    course_dir: Path
    exchange: Path
    python: Path
    why_one_user: str
    log: list[str] = field(repr=False)

    def home(self, name: str) -> Path:
        """Folder that a learner's server shows."""
        return self.course_dir.parent / "home" / name

    def run(self, name: str, *arguments: str) -> str:
        """Run the course's command as a user, as they would in a terminal; give what it printed."""
        done = subprocess.run(
            [self.python, "-m", "course", *arguments],
            cwd=self.course_dir,
            env=self.environment(name),
            **self.as_user(name),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def environment(self, name: str) -> dict[str, str]:
        """Give the environment of a user's terminal."""
        return {
            "PATH": f"{self.python.parent}:/usr/bin:/bin",
            "HOME": str(self.home(name)),
            "COURSE_EXCHANGE": str(self.exchange),
            "LANG": "C.UTF-8",
        }

    def as_user(self, name: str) -> dict[str, Any]:
        """Give what makes a process another user's."""
        return {} if self.why_one_user else {"user": name, "group": name, "extra_groups": []}


def why_no_hub() -> str:
    """Say what is missing for a hub at all; empty where nothing is."""
    if not which("node"):
        return "node is not installed here: apt-get install nodejs npm"
    if not (MODULES / ".bin" / "configurable-http-proxy").exists():
        return f"the hub's proxy is not installed here: {NPM}"
    return ""


def _why_one_user() -> str:
    if os.geteuid() != 0:
        return "only root can start servers of other users"
    if not (which("useradd") and which("chpasswd")):
        return "useradd is not installed here"
    packages = Path(sysconfig.get_path("purelib"))
    return "" if _open_to_all(packages) else f"other users cannot read {packages}"


def _open_to_all(path: Path) -> bool:
    return all(part.stat().st_mode & 0o005 == 0o005 for part in (path, *path.parents))


def _interpreter_for_all(folder: Path) -> Path:
    """Find this interpreter; where it lies in somebody's home, copy it from there."""
    base, program = Path(sys.base_prefix), Path(sys.executable).resolve()
    if _open_to_all(program):
        return program
    library = Path(sysconfig.get_path("stdlib")).relative_to(base)
    unneeded = ("site-packages", "test", "idlelib", "tkinter", "ensurepip", "config-*")
    shutil.copytree(
        base / library, folder / library, ignore=shutil.ignore_patterns(*unneeded), symlinks=True
    )
    for file in (base / "lib").glob("libpython*.so*"):
        shutil.copy(file, folder / "lib")
    (folder / "bin").mkdir()
    # The program names the folder of its library: one beside it is meant from now on.
    old, new = os.fsencode(base / "lib"), b"$ORIGIN/../lib"
    copy = folder / "bin" / program.name
    copy.write_bytes(program.read_bytes().replace(old, new.ljust(len(old), b"\0")))
    copy.chmod(0o755)
    return copy


def _python_for_all(folder: Path) -> Path:
    """Make an environment that all users can read, with the packages and data of this one."""
    base, own = _interpreter_for_all(folder / "base"), Path(sys.prefix)
    folder = folder / "venv"
    subprocess.run([base, "-m", "venv", "--without-pip", folder], check=True)
    packages = next(folder.glob("lib/python3*/site-packages"))
    shutil.copytree(
        ROOT / "course", packages / "course", ignore=shutil.ignore_patterns("__pycache__")
    )
    (packages / "rest.pth").write_text(f"{sysconfig.get_path('purelib')}\n")
    for name in ("share", "etc"):
        if (own / name).is_dir():
            (folder / name).symlink_to(own / name)
    # nbgrader calls it by name, and the script of this environment names this interpreter.
    script = folder / "bin" / "alembic"
    script.write_text(f'#!/bin/sh\nexec {folder}/bin/python -m alembic "$@"\n')
    script.chmod(0o755)
    return folder / "bin" / "python"


@contextmanager
def _users(names: dict[str, str], homes: Path) -> Iterator[None]:
    """Make users of the system with passwords; remove them afterwards."""
    made = []
    try:
        for name in names:
            subprocess.run(
                [
                    "useradd",
                    "--create-home",
                    "--home-dir",
                    homes / name,
                    "-K",
                    "HOME_MODE=0700",
                    "--user-group",
                    "--shell",
                    "/bin/bash",
                    name,
                ],
                check=True,
            )
            made.append(name)
        said = "".join(f"{name}:{password}\n" for name, password in names.items())
        subprocess.run(["chpasswd"], input=said, text=True, check=True)
        yield
    finally:
        for name in made:
            subprocess.run(["userdel", name], check=False, capture_output=True)


@contextmanager
def start_hub(fill: Callable[[Path], None]) -> Iterator[Hub]:
    """Start the hub over a course that `fill` writes into an empty folder; end it afterwards."""
    why = _why_one_user()
    stem = f"t{secrets.token_hex(3)}"
    instructor, learners = f"{stem}-teach", (f"{stem}-one", f"{stem}-two")
    names = {name: secrets.token_urlsafe(24) for name in (instructor, *learners)}
    if why:  # JupyterHub's shared password is one for all learners
        names[learners[1]] = names[learners[0]]
    work = Path(tempfile.mkdtemp(prefix="course-hub-"))  # pytest's own folders are for one user
    work.chmod(0o755)
    homes, course_dir, exchange, state = (
        work / name for name in ("home", "course", "exchange", "state")
    )
    for folder in (homes, course_dir, exchange, state):
        folder.mkdir()
    exchange.chmod(0o1777)
    state.chmod(0o700)
    try:
        with _accounts(why, names, homes):
            python = Path(sys.executable) if why else _python_for_all(work / "python")
            fill(course_dir)
            if not why:
                for path in (course_dir, *course_dir.rglob("*")):
                    shutil.chown(path, instructor, instructor)
            course_dir.chmod(0o700)
            hub = Hub(
                url="",
                instructor=instructor,
                learners=learners,
                passwords=names,
                course_dir=course_dir,
                exchange=exchange,
                python=python,
                why_one_user=why,
                log=[],
            )
            with _running(hub, state) as url:
                yield Hub(**{**vars(hub), "url": url})
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _accounts(why: str, names: dict[str, str], homes: Path) -> AbstractContextManager[None]:
    """Make users where that can be done, else only their folders."""
    if not why:
        return _users(names, homes)
    for name in names:
        (homes / name).mkdir()
    return nullcontext()


@contextmanager
def _running(hub: Hub, state: Path) -> Iterator[str]:
    port, hub_port, proxy_port = free_port(), free_port(), free_port()
    own = {
        "COURSE_DIR": str(hub.course_dir),
        "COURSE_EXCHANGE": str(hub.exchange),
        "COURSE_INSTRUCTORS": hub.instructor,
        "COURSE_LEARNERS": " ".join(hub.learners),
        "COURSE_HUB_STATE": str(state),
        "COURSE_HUB_URL": f"http://127.0.0.1:{port}{PREFIX}",
        "COURSE_NODE_MODULES": str(MODULES),
        "JPY_COOKIE_SECRET": secrets.token_hex(32),
        "CONFIGPROXY_AUTH_TOKEN": secrets.token_hex(32),
        "PATH": os.environ["PATH"],
        "HOME": str(state),
    }
    lab = ["--LabApp.expose_app_in_browser=True"]
    options = [
        f"--JupyterHub.hub_port={hub_port}",
        f"--ConfigurableHTTPProxy.api_url=http://127.0.0.1:{proxy_port}",
    ]
    if hub.why_one_user:
        own |= {
            "COURSE_SIGN_IN": "shared-password",
            "COURSE_SPAWNER": "simple",
            "COURSE_LEARNER_PASSWORD": hub.passwords[hub.learners[0]],
            "COURSE_INSTRUCTOR_PASSWORD": hub.passwords[hub.instructor],
        }
        homes = hub.course_dir.parent / "home"
        options += [f"--SimpleLocalProcessSpawner.home_dir_template={homes}/{{username}}"]
        lab += ["--allow-root"] if os.geteuid() == 0 else []
    options.append(f"--Spawner.args={lab!r}")
    server = subprocess.Popen(
        [hub.python, "-m", "jupyterhub", "-f", DEPLOY / "jupyterhub_config.py", *options],
        cwd=state,
        env=own,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    up = threading.Event()

    def listen() -> None:
        assert server.stdout
        for line in server.stdout:
            hub.log.append(line)
            if "JupyterHub is now running" in line:
                up.set()
        up.set()  # it ended: there is nothing to wait for

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    try:
        assert up.wait(START_S) and server.poll() is None, "".join(hub.log[-40:])
        yield f"http://127.0.0.1:{port}{PREFIX}"
    finally:
        server.terminate()  # the hub ends its proxy and its users' servers
        try:
            server.wait(40)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        listener.join(5)
        if server.stdout:
            server.stdout.close()


def sign_in(hub: Hub, browser: Any, name: str) -> Any:
    """Sign in as a user in a browser of their own; give the page with their JupyterLab."""
    page = browser.new_context(viewport={"width": 1300, "height": 1000}).new_page()
    page.set_default_timeout(WORK_MS)
    page.goto(f"{hub.url}hub/login?next={PREFIX}hub/user-redirect/lab%3Freset")
    page.fill("#username_input", name)
    page.fill("#password_input", hub.passwords[name])
    page.click("#login_submit")
    settle(page)
    return page
