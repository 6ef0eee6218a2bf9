"""A learner's program against the machine: each attack stays in its box, and grading goes on."""

import json
import os
import socket
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from course.grading.conductor import conduct
from course.jobs import Cell, CellResult, Files, Limits, Verdict
from course.sandbox.client import Zygote
from tests.grading.system_attacks import ENDED, REFUSED
from tests.sandbox.zygotes import CHILDREN, STANDINS, examiners, standins, text

SMALL = Limits(
    cell_s=3,
    total_s=20,
    cpu_s=10,
    memory_bytes=256 << 20,
    processes=16,
    file_bytes=4 << 20,
    work_bytes=8 << 20,
    work_files=200,
    cell_output_bytes=20_000,
    notebook_output_bytes=50_000,
)
BOUNDED_S = 300  # the attacks sleep for ten minutes, and a busy machine takes its time
ASKING = """
def the_answer():
    return ask("answer") if "ask" in globals() else answer
"""
SOCKETS = """
import socket
control, data = socket.socket(fileno=3), socket.socket(fileno=4)
"""
SECRET = "the-hidden-answer-is-" + "-".join("4711")


@pytest.fixture(scope="module", params=["stand-ins", "the real pair"])
def zygote(request: pytest.FixtureRequest) -> Iterator[Zygote]:
    """A zygote: of stand-ins that defend nothing themselves, and of the real children."""
    with standins() if request.param == "stand-ins" else examiners() as process:
        yield process


def run(
    zygote: Zygote,
    source: str,
    *,
    test: str = "assert the_answer() == 42",
    limits: Limits = SMALL,
    files: Files | None = None,
    timeout_s: float = 3,
) -> tuple[CellResult, CellResult]:
    """Run one hostile cell and one test after it; `control` and `data` are its two sockets."""
    cells = [
        Cell(id="sockets", source=SOCKETS, role="own"),
        Cell(id="attack", source=textwrap.dedent(source), role="own", timeout_s=timeout_s),
        Cell(
            id="test", source=ASKING + textwrap.dedent(test), role="test", max_points=1, timeout_s=3
        ),
    ]
    _, attack, verdict = conduct(cells, files or Files(), limits, zygote)
    return attack, verdict


def printed(result: CellResult) -> str:
    return text(result.outputs)


def honest_work_is_still_graded(zygote: Zygote) -> None:
    _, verdict = run(zygote, "answer = 42")
    assert (verdict.verdict, verdict.points) == (Verdict.PASSED, 1)


@pytest.mark.parametrize("name", REFUSED)
def test_the_system_refuses(zygote: Zygote, name: str) -> None:
    """A forbidden act is refused by the kernel, and earns what no answer earns."""
    source, expected = REFUSED[name]
    attack, verdict = run(zygote, source)
    assert expected in printed(attack)
    assert verdict.points == 0
    honest_work_is_still_graded(zygote)


@pytest.mark.parametrize("name", ENDED)
def test_the_conductor_ends(zygote: Zygote, name: str) -> None:
    """A cell that will not end, or ends everything, costs its own test and a bounded time."""
    started = time.monotonic()
    _, verdict = run(zygote, ENDED[name], timeout_s=0.4)
    assert verdict.verdict is not Verdict.PASSED
    assert verdict.points == 0
    assert time.monotonic() - started < BOUNDED_S
    honest_work_is_still_graded(zygote)


def test_memory_of_many_processes_is_limited_together(zygote: Zygote) -> None:
    """Each process below its own limit, all together above: ended long before its time is over."""
    limits = replace(SMALL, total_memory_bytes=300 << 20, cell_s=20)
    _, verdict = run(zygote, ENDED["memory in many processes"], limits=limits, timeout_s=20)
    assert verdict.verdict is Verdict.KILLED  # and not timed out
    _, verdict = run(
        zygote,
        """
        import os
        shared = bytearray(os.urandom(1 << 20)) * 90  # once, however many processes share it
        pids = []
        for _ in range(8):
            pids.append(os.fork())
            if pids[-1] == 0:
                import time
                time.sleep(0.5)
                os._exit(0)
        for pid in pids:
            os.waitpid(pid, 0)
        del shared
        answer = 42
        """,
        limits=limits,
    )
    assert verdict.verdict is Verdict.PASSED


def processes_with(marker: str) -> list[str]:
    """Processes of this machine whose command line holds `marker`."""
    pids = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                line = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if marker.encode() in line:
                pids.append(entry.name)
    return pids


def test_a_daemon_does_not_outlive_its_notebook(zygote: Zygote) -> None:
    """A double-forked process in a session of its own ends with the pid namespace."""
    marker = f"outliving-{os.getpid()}"
    attack, _ = run(
        zygote,
        f"""
        import os, subprocess, sys
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                os.execv(sys.executable, [sys.executable, "-c", "import time; time.sleep(600)",
                                          "{marker}"])
            os._exit(0)
        import time
        for _ in range(100):
            time.sleep(0.01)
            lines = [open(f"/proc/{{p}}/cmdline").read() for p in os.listdir("/proc") if p.isdigit()]
            if any("{marker}" in line for line in lines):
                print("daemon runs")
                break
        """,
    )
    assert "daemon runs" in printed(attack)
    assert processes_with(marker) == []


def test_fork_bomb_leaves_no_process(zygote: Zygote) -> None:
    """Every process of a fork bomb is gone when its notebook is."""
    before = len([e for e in Path("/proc").iterdir() if e.name.isdigit()])
    run(zygote, ENDED["a fork bomb"], timeout_s=0.4)
    after = len([e for e in Path("/proc").iterdir() if e.name.isdigit()])
    assert after < before + 14  # others share this machine


@pytest.mark.parametrize(
    "flood",
    [
        "print('x' * 5_000_000)",
        "import sys\nfor n in range(3000):\n    print('y' * 1000)",
        "import os\nfor n in range(3000):\n    os.write(1, b'z' * 1000)",
        "import os\nos.system('yes | head -c 3000000')",
        "import sys\nsys.stderr.write('e' * 3_000_000)",
        r"print('\x00' * 2_000_000)",
        "raise ValueError('x' * 3_000_000)",
    ],
)
def test_a_flood_is_cut(zygote: Zygote, flood: str) -> None:
    """However much is printed, by Python or under it, the notebook keeps a bounded part."""
    attack, verdict = run(zygote, flood)
    assert len(json.dumps(list(attack.outputs)).encode()) < 3 * SMALL.cell_output_bytes
    assert verdict.points == 0
    honest_work_is_still_graded(zygote)


SCAN = """
    import os, re
    found = 0
    needle = "{head}" + "{tail}"
    with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", 0) as memory:
        for line in maps:
            low, high = (int(part, 16) for part in line.split()[0].split("-"))
            if "r" not in line.split()[1] or "[v" in line or high - low > 1 << 28:
                continue
            try:
                memory.seek(low)
                block = memory.read(high - low)
            except (OSError, OverflowError, ValueError):
                continue
            found += block.count(needle.encode()) - block.count(b"NOT" + needle.encode())
            del block
    # this cell's own text holds the needle in two halves; the joined one is a str of its own
    print("copies:", found)
    """


def copies(result: CellResult) -> int:
    return int(printed(result).split("copies:")[1].split()[0])


def test_no_test_and_no_earlier_submission_is_in_memory(zygote: Zygote) -> None:
    """A scan of one's own memory finds neither a test's text nor another learner's."""
    scan = SCAN.format(head=SECRET[:12], tail=SECRET[12:])
    limits = Limits(cell_s=5, memory_bytes=512 << 20)
    alone, _ = run(zygote, scan, limits=limits)
    control, _ = run(
        zygote,
        f"kept = [f'{SECRET}{{n}}' for n in range(50)]\n" + textwrap.dedent(scan),
        limits=limits,
    )
    assert copies(control) >= 50, "the scan itself must be able to find"
    run(zygote, f"theirs = '{SECRET}'", limits=limits)  # an earlier submission
    after, _ = run(
        zygote,
        scan,
        test=f"assert the_answer() == '{SECRET}'",
        limits=limits,
        files=Files(pristine={"data.txt": b"nothing"}),
    )
    assert copies(after) == copies(alone)


def test_nothing_of_the_grader_is_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The grader's environment reaches no child."""
    monkeypatch.setenv("COURSE_SECRET", SECRET)
    with standins() as fresh:
        attack, _ = run(
            fresh,
            """
            import os
            print(sorted(os.environ), open("/proc/1/environ").read())
            """,
        )
    assert SECRET not in printed(attack)
    assert "COURSE_SECRET" not in printed(attack)
    assert "NBGRADER" not in printed(attack)


def test_only_the_system_and_the_box_are_visible(zygote: Zygote, tmp_path: Path) -> None:
    """No home, no course folder, no file of the grader's machine but the interpreter's."""
    (tmp_path / "gradebook.db").write_text(SECRET)
    root = Path(__file__).parents[2]
    attack, _ = run(
        zygote,
        f"""
        import os
        for place in ("{tmp_path}", "{root}/tests/grading/test_conductor.py", "{root}/source",
                      "{root}/release", "{root}/pyproject.toml", "/home", "/var/lib", "/etc/shadow",
                      "/etc/hostname", "/sys", "/run", "/proc/kcore", "{Path.home()}/.bashrc"):
            print(place, os.access(place, os.R_OK))
        """,
    )
    lines = [line for line in printed(attack).splitlines() if not line.endswith("False")]
    assert lines == []


def test_abstract_sockets_of_the_machine_are_out_of_reach(zygote: Zygote) -> None:
    """A unix socket outside, abstract or on a path, cannot be reached from the box."""
    name = f"\0course-{os.getpid()}"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(name)
        server.listen()
        attack, _ = run(
            zygote,
            f"""
            import socket
            try:
                socket.socket(socket.AF_UNIX).connect({name!r})
                print("CONNECTED")
            except OSError as error:
                print(type(error).__name__)
            """,
        )
    assert "ConnectionRefusedError" in printed(attack)


def test_links_out_of_the_box_lead_nowhere(zygote: Zygote, tmp_path: Path) -> None:
    """Links, pipes, holes and odd names in the work folder are left where they are."""
    (tmp_path / "secret.txt").write_text(SECRET)
    _, verdict = run(
        zygote,
        f"""
        import os
        os.symlink("{tmp_path}/secret.txt", "link.txt")
        os.symlink("/", "rootlink")
        os.symlink("/proc/self/environ", "environ.txt")
        os.mkfifo("pipe")
        os.mkdir("deep"); os.symlink("..", "deep/up")
        os.truncate(os.open("hole", os.O_CREAT | os.O_RDWR), 3 << 20)
        open(b"\\xff\\xfe", "w").close()
        open("pristine.csv", "w").write("forged")
        open("real.txt", "w").write("real")
        os.link("real.txt", "hard.txt")
        answer = 42
        """,
        test="""
        import os
        seen = sorted(os.listdir("."))
        assert seen == ["deep", "hard.txt", "hole", "pristine.csv", "real.txt"], seen
        assert open("pristine.csv").read() == "ours"
        assert open("real.txt").read() == "real"
        assert the_answer() == 42
        """,
        files=Files(pristine={"pristine.csv": b"ours"}),
    )
    assert (verdict.verdict, verdict.message) == (Verdict.PASSED, "")


def test_a_module_the_learner_wrote_is_not_imported_by_the_examiner(zygote: Zygote) -> None:
    """A file named like a library shadows nothing where tests run."""
    _, verdict = run(
        zygote,
        """
        open("statistics.py", "w").write("def mean(x): return 42")
        open("helper.py", "w").write("x = 'forged'")
        """,
        test="""
        import statistics, helper
        assert statistics.mean([1, 3]) == 2
        assert helper.x == "ours"
        """,
        files=Files(
            submitted={"random.py": b"x = 1", "helper.py": b"x = 'forged'"},
            pristine={"helper.py": b"x = 'ours'"},
        ),
    )
    assert (verdict.verdict, verdict.message) == (Verdict.PASSED, "")


def test_descriptors_sent_over_the_data_socket_go_nowhere(zygote: Zygote) -> None:
    """Descriptors that the candidate sends to the examiner are dropped by the kernel."""
    attack, verdict = run(
        zygote,
        """
        import os, socket, struct
        frame = b'{"ok": 42}'
        socket.send_fds(data, [struct.pack(">I", len(frame)) + frame], [os.open("/", 0)] * 50)
        print("sent")
        """,
        test="""
        import os
        before = sorted(os.listdir("/proc/self/fd"))
        try:
            the_answer()
        finally:
            assert sorted(os.listdir("/proc/self/fd")) == before, "unexpected descriptors"
        assert False
        """,
    )
    assert "sent" in printed(attack)
    assert verdict.points == 0
    assert "unexpected descriptors" not in verdict.message


FORGED: dict[str, str] = {
    "a passing answer": """{"id": "test", "status": "ok", "error": null, "outputs": []}""",
    "not JSON": "}{",
    "no object": "[1, 2, 3]",
    "deep": "[" * 100_000,
    "wrong types": """{"id": ["attack"], "status": 7, "error": [], "outputs": "x", "value": {}}""",
    "outputs of all kinds": """{"id": "attack", "status": null, "outputs": [1, null, {}, {"output_type":
        "stream"}, {"output_type": "stream", "name": "stdout", "text": [1]}, {"output_type": "error",
        "traceback": 5}, {"output_type": "display_data", "data": {"text/html": 5, "x": "y",
        "application/json": {"a": [1, "\\\\ud800"]}}, "transient": {}}]}""",
    "a number beyond all": '{"id": "attack", "value": ' + "9" * 5000 + "}",
    "NaN": '{"id": "attack", "value": NaN, "outputs": [NaN]}',
}


@pytest.mark.parametrize("name", FORGED)
def test_forged_messages_are_no_verdict(zygote: Zygote, name: str) -> None:
    """Whatever the candidate writes to its control socket, the test's verdict is the examiner's."""
    attack, verdict = run(
        zygote,
        f"""
        import struct
        frame = {FORGED[name]!r}.encode()
        control.sendall(struct.pack(">I", len(frame)) + frame)
        """,
    )
    assert verdict.points == 0
    json.dumps(list(attack.outputs)).encode("utf-8")
    honest_work_is_still_graded(zygote)


@pytest.mark.parametrize(
    "code",
    [
        "control.sendall(struct.pack('>I', 0xFFFFFFFF) + b'x' * 1000)",
        "control.sendall(struct.pack('>I', 100) + b'x')\nimport time\ntime.sleep(600)",
        "control.sendall(b'\\0')\nimport time\nfor _ in range(6000):\n    time.sleep(.1)\n"
        "    control.sendall(b'\\0')",
        "frame = b'{}'\nwhile True:\n    control.sendall(struct.pack('>I', 2) + frame)",
        "control.shutdown(2)\nimport time\ntime.sleep(600)",
        "control.close()",
        "data.close()",
        "data.shutdown(2)",
        "data.sendall(struct.pack('>I', 3) + b'}{}')",
        "data.sendall(struct.pack('>I', 0xFFFFFF))",
    ],
)
def test_a_broken_channel_costs_only_its_breaker(zygote: Zygote, code: str) -> None:
    """A closed, flooded or trickling channel ends in bounded time without points."""
    started = time.monotonic()
    _, verdict = run(zygote, f"import struct\n{code}", timeout_s=0.5)
    assert verdict.points == 0
    assert time.monotonic() - started < BOUNDED_S
    honest_work_is_still_graded(zygote)


def test_other_learners_are_not_slowed_for_long(zygote: Zygote) -> None:
    """While one learner's fork bomb runs, another's notebook is graded."""
    bomb = threading.Thread(
        target=run, args=(zygote, ENDED["a fork bomb"]), kwargs={"timeout_s": 2}
    )
    bomb.start()
    try:
        time.sleep(0.3)
        honest_work_is_still_graded(zygote)
    finally:
        bomb.join()


def test_descriptors_under_way_do_not_stop_others(zygote: Zygote) -> None:
    """The kernel counts descriptors in flight by user, and all learners are one user to it."""
    hoard = """
        import os, socket, time
        kept = []
        sent = 0
        try:
            while True:
                ends = socket.socketpair()
                kept.append(ends)
                for _ in range(3):
                    socket.send_fds(ends[0], [b"x"], [0] * 253)
                    sent += 253
        except OSError as error:
            print(sent, error)
        time.sleep(3)
        """
    results: list[CellResult] = []
    hoarder = threading.Thread(target=lambda: results.extend(run(zygote, hoard, timeout_s=2.5)))
    hoarder.start()
    try:
        time.sleep(0.7)
        honest_work_is_still_graded(zygote)
        honest_work_is_still_graded(zygote)
    finally:
        hoarder.join()
    assert int(printed(results[0]).split()[0]) < 1000


def test_the_warm_process_ends_with_the_grader(tmp_path: Path) -> None:
    """Where the grader is killed, the zygote and every child end, hostile ones too."""
    import subprocess

    marker = f"orphan-{os.getpid()}"
    script = tmp_path / "grader.py"
    script.write_text(
        textwrap.dedent(f"""
        import sys
        sys.path[:0] = [{str(Path(__file__).parents[2])!r}]
        from course.sandbox.client import Image, Zygote
        from course.grading.conductor import conduct
        from course.jobs import Cell, Files, Limits
        zygote = Zygote(Image(children={CHILDREN!r}, import_from=[{str(STANDINS)!r}]))
        source = '''
        import os, sys, signal
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        if os.fork() == 0:
            os.setsid()
            os.execv(sys.executable, [sys.executable, "-c", "import time; time.sleep(600)", {marker!r}])
        import time
        time.sleep(600)
        '''
        import textwrap
        conduct([Cell(id="a", source=textwrap.dedent(source), role="own", timeout_s=500)],
                Files(), Limits(cell_s=500, total_s=500), zygote)
        """)
    )
    grader = subprocess.Popen([sys.executable, str(script)])
    try:
        deadline = time.monotonic() + 120
        while not processes_with(marker) and time.monotonic() < deadline:
            time.sleep(0.05)
        # the daemon's own line, and the script's path does not hold the marker
        assert processes_with(marker)
    finally:
        grader.kill()
        grader.wait()
    deadline = time.monotonic() + 120
    while processes_with(marker) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert processes_with(marker) == []
