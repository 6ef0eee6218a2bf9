"""The jail itself: what is visible, what is said where there can be none."""

import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from course.errors import GradingError
from course.jobs import Verdict
from course.sandbox import jail, linux, seccomp
from tests.sandbox.zygotes import cell, graded, standins, text

ROOT = Path(__file__).parents[2]


def test_require_is_content_here() -> None:
    """Where these tests run there is a sandbox."""
    jail.require()


def test_an_unknown_system_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another system or processor gets a sentence, not a traceback."""
    monkeypatch.setattr("platform.machine", lambda: "riscv64")
    with pytest.raises(GradingError, match=r"no sandbox on Linux riscv64.*--unsafe-no-sandbox"):
        jail.require()


def test_where_namespaces_are_refused_it_says_what_to_do(tmp_path: Path) -> None:
    """Under a container's usual seccomp filter grading stops with a clear error."""
    script = tmp_path / "refused.py"
    script.write_text(
        textwrap.dedent(f"""
        import errno, struct, sys, platform
        sys.path.insert(0, {str(ROOT)!r})
        from course.errors import GradingError
        from course.sandbox import jail, linux, seccomp
        linux.install_filter(seccomp.program(platform.machine()))  # refuses unshare, as Docker does
        try:
            jail.require()
        except GradingError as error:
            print(error)
        from course.sandbox.client import Image, Zygote
        with Zygote(Image(children={{}})) as zygote:
            try:
                zygote.wait_ready()
            except GradingError as error:
                print(error)
        """)
    )
    done = subprocess.run(
        [sys.executable, "-B", script], capture_output=True, text=True, check=False, timeout=300
    )
    lines = done.stdout.splitlines()
    assert done.returncode == 0, done.stderr
    assert len(lines) == 2
    for line in lines:
        assert line.startswith("no sandbox here: ")
        assert "Operation not permitted" in line
        assert "user.max_user_namespaces" in line
        assert "--unsafe-no-sandbox" in line


def test_visible_paths_hold_no_home_and_no_course() -> None:
    """Only programs and libraries are visible, none listed twice."""
    package = str(ROOT / "course")
    paths = jail.visible_paths([package])
    assert package in paths
    assert not {"/", "/usr", "/etc", "/home", "/root", "/tmp", str(ROOT)} & set(paths)
    assert not any(
        a != b and a.startswith(f"{b}/") and not Path(b).is_symlink() for a in paths for b in paths
    )


def test_the_exchange_of_nbgrader_is_not_visible() -> None:
    """By default nbgrader keeps other learners' work below /usr/local/share."""
    exposed = jail.hidden_paths_exposed(["/usr/local/share/nbgrader/exchange", ROOT / "source"], [])
    assert exposed == []
    assert jail.hidden_paths_exposed([ROOT / "course" / "x"], [str(ROOT / "course")]) != []


def test_proc_shows_the_child_alone_and_the_box_is_small() -> None:
    """Mounts of a child: read-only but for the box, with no suid and no devices."""
    with standins() as zygote:
        results = graded(zygote, cell("own", "print(open('/proc/self/mounts').read())"))
    mounts = [line.split() for line in text(results["own"].outputs).splitlines() if line]
    covering = {place: options.split(",") for _, place, _, options, *_ in mounts}
    writable = [place for place, options in covering.items() if "rw" in options]
    assert {place for place in writable if not place.startswith("/dev/")} == {"/box"}
    assert all("nosuid" in options for options in covering.values())
    assert all(
        "nodev" in options for place, options in covering.items() if not place.startswith("/dev/")
    )


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_filter_is_a_valid_program(machine: str) -> None:
    """Every jump lands inside the program, which ends by allowing."""
    code = seccomp.program(machine)
    assert len(code) % 8 == 0
    count = len(code) // 8
    assert count < 4096
    for place in range(count):
        kind = int.from_bytes(code[place * 8 : place * 8 + 2], "little")
        if kind & 7 == 5:  # a jump
            assert place + 1 + max(code[place * 8 + 2], code[place * 8 + 3]) < count
    assert code[-8:] == b"\x06\0\0\0" + (0x7FFF0000).to_bytes(4, "little")


def test_where_processes_are_not_counted_none_can_be_started() -> None:
    """Under a container's root there is no limit of processes: then only threads are allowed."""
    script = f"""
import os, platform, sys, threading
sys.path.insert(0, {str(ROOT)!r})
from course.sandbox import linux
from course.sandbox import seccomp
linux.install_filter(seccomp.program(platform.machine(), processes=False))
thread = threading.Thread(target=print, args=("thread",))
thread.start()
thread.join()
for start in (os.fork, lambda: os.posix_spawn("/bin/true", ["true"], {{}}),
              lambda: os.system("true") and 1 / 0):
    try:
        start()
        print("started")
    except (PermissionError, ZeroDivisionError):
        print("refused")
"""
    done = subprocess.run(
        [sys.executable, "-B", "-c", script],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.stdout.split() == ["thread", "refused", "refused", "refused"], done.stderr


def test_errors_of_the_kernel_say_which_call() -> None:
    """A refused mount names its target."""
    with pytest.raises(OSError, match=r"mount tmpfs on /no/such/place"):
        linux.mount("none", "/no/such/place", "tmpfs")


ELSEWHERE: dict[str, list[str]] = {
    "an ordinary user": ["setpriv", "--reuid=1234", "--regid=1234", "--clear-groups"],
    "bubblewrap": [
        "bwrap",
        "--ro-bind",
        "/",
        "/",
        "--dev",
        "/dev",
        "--proc",
        "/proc",
        "--tmpfs",
        "/tmp",
        "--ro-bind",
        str(ROOT),
        str(ROOT),
        "--unshare-all",
        "--uid",
        "1000",
    ],
    "bubblewrap as it is": [
        "bwrap",
        "--ro-bind",
        "/",
        "/",
        "--dev",
        "/dev",
        "--proc",
        "/proc",
        "--tmpfs",
        "/tmp",
        "--ro-bind",
        str(ROOT),
        str(ROOT),
        "--unshare-all",
    ],
    "bubblewrap without proc": ["bwrap", "--dev-bind", "/", "/", "--unshare-pid"],
    "an ordinary user in bubblewrap": [
        "setpriv",
        "--reuid=1234",
        "--regid=1234",
        "--clear-groups",
        "bwrap",
        "--ro-bind",
        "/",
        "/",
        "--dev",
        "/dev",
        "--proc",
        "/proc",
        "--tmpfs",
        "/tmp",
        "--ro-bind",
        str(ROOT),
        str(ROOT),
        "--unshare-all",
    ],
}
ONE_JOB = """
import sys
sys.path[:0] = [{root!r}]
from course.jobs import Cell, Files, Limits
from course.grading.conductor import conduct
from course.sandbox.client import Image, Zygote
BOMB = '''
import os
while True:
    try:
        os.fork()
    except OSError:
        break
import time
time.sleep(30)
'''
with Zygote(Image(children={children!r}, import_from=[{standins!r}])) as zygote:
    for source in ("x = 42", BOMB, "import os; x = os.getpid()"):
        cells = [Cell(id="own", source=source, role="own", timeout_s=1),
                 Cell(id="t", source="assert ask('x') == 42", role="test", max_points=1, timeout_s=5)]
        own, test = conduct(cells, Files(pristine={{"a/b": b"c"}}), Limits(processes=40), zygote)
        print(test.verdict)
"""


@pytest.mark.parametrize("name", ELSEWHERE)
def test_it_works_for(name: str, tmp_path: Path) -> None:
    """The same job, honest and hostile, gives the same verdicts wherever namespaces exist."""
    from tests.sandbox.zygotes import CHILDREN, STANDINS

    command = ELSEWHERE[name]
    python = next(
        (
            p
            for p in (
                "/usr/bin/python3.11",
                "/usr/bin/python3.12",
                "/usr/bin/python3.13",
                "/usr/local/bin/python3",
            )
            if Path(p).exists()
        ),
        None,
    )
    if python is None or any(shutil.which(word) is None for word in ("setpriv", "bwrap")):
        pytest.skip("needs bubblewrap and a system Python that an ordinary user can read")
    if "setpriv" in command and os.geteuid() != 0:
        pytest.skip("only root can become another user")
    if "setpriv" in command and not all(p.stat().st_mode & 0o001 for p in (ROOT, *ROOT.parents)):
        pytest.skip("the checkout is closed to other users")
    code = ONE_JOB.format(root=str(ROOT), children=CHILDREN, standins=str(STANDINS))
    del tmp_path
    done = subprocess.run(
        [*command, python, "-B", "-c", code],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        cwd="/",
        env={"PATH": os.environ["PATH"]},
    )
    assert done.stdout.split()[0:1] == [Verdict.PASSED], done.stderr[-2000:]
    assert done.stdout.split()[1:] != [Verdict.PASSED] * 2
    assert len(done.stdout.split()) == 3, done.stderr[-2000:]
