"""Tries from a learner's account to get seed, truth, another's run or a second one."""

import ctypes
import json
import os
import pickle
import pwd
import shutil
import signal
import socket
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from course.errors import CourseError
from course.incidents import drill_host, run_queries, sealed_runs
from course.incidents.drill_client import HOST, drill
from course.incidents.incident import Incident, opened
from course.incidents.journal_grading import handed_in
from course.incidents.replayed_run import replay
from course.incidents.scenario_files import drawn_scenario, own_seed, seed_for
from course.papers.course_secret import CourseSecret, load_secret, make_secret
from course.program import load_program
from course.simulation.kernel_startup import prepare
from course.simulation.lowering import site
from tests.classroom import ROOT
from tests.incidents.drill_hosts import as_account, commanded, said_to

DRILL = "drill-01"
ME, OTHER = "games", "man"
NOTE = "the other's note 48151623"
GOLDEN, WORD = 0x9E3779B97F4A7C15, (1 << 64) - 1
Try = Callable[[SimpleNamespace], object]


def _accounts() -> bool:
    try:
        return os.geteuid() == 0 and all(pwd.getpwnam(name) for name in (ME, OTHER))
    except KeyError:
        return False


pytestmark = pytest.mark.skipif(not _accounts(), reason="only root can act as other accounts")


def ask(at: SimpleNamespace, **request: Any) -> str:
    """Ask the host for something, past the client."""
    line = json.dumps({"drill": DRILL, "learner": "", **request}).encode() + b"\n"
    while '"wait_s"' in (said := said_to(str(at.door), line).decode()):
        time.sleep(0.2)
    return said[:30_000]


def every(*tries: Callable[[], object]) -> list[str]:
    """What each of several tries gave, or its error."""
    got = []
    for one in tries:
        try:
            got.append(f"{one()!r}"[:6000])
        except (CourseError, OSError, AttributeError, TypeError) as error:
            got.append(f"{type(error).__name__}: {error}"[:600])
    return got


def of_processes(at: SimpleNamespace, name: str) -> list[str]:
    """A file below /proc of the host and of the processes of its runs."""
    return every(
        *(lambda pid=pid: Path(f"/proc/{pid}/{name}").read_bytes() for pid in at.processes)
    )


def traced(at: SimpleNamespace) -> list[int]:
    """PTRACE_ATTACH: what the kernel says of each process."""
    libc = ctypes.CDLL(None, use_errno=True)
    return [libc.ptrace(16, pid, 0, 0) for pid in at.processes]


def unmixed(bits: int) -> int:
    """Undo splitmix64's finaliser, of which the simulator makes ids."""

    def unshifted(value: int, by: int) -> int:
        got = value
        for _ in range(64 // by + 1):
            got = value ^ (got >> by)
        return got

    bits = unshifted(bits, 31) * pow(0x94D049BB133111EB, -1, 1 << 64) & WORD
    bits = unshifted(bits, 27) * pow(0xBF58476D1CE4E5B9, -1, 1 << 64) & WORD
    return unshifted(bits, 30)


def noise_seeds(ids: list[str], sources: list[str]) -> Counter[int]:
    """Seeds of a run's noise that ids of traces would follow from, with how many agree."""
    keys = [int(site(f"source/{name}")) for name in sources]
    agree: Counter[int] = Counter()
    for text in ids[:150]:
        z = unmixed(int(text[16:], 16))
        starts = {(z - ((n ^ (1 << 63)) * GOLDEN)) & WORD for n in range(3000)}
        agree.update({start ^ key for start in starts for key in keys})
    return agree


def seeds_of_ids(at: SimpleNamespace) -> str:
    run = drill(DRILL)
    run.advance("30s")
    ids = run.sql("select distinct trace_id from spans order by start_time")["trace_id"]
    (best, count), *_ = noise_seeds(list(ids), at.sources).most_common(1)
    return f"ids {len(ids)}: {best} by {count}"


def dumped(at: SimpleNamespace) -> str:
    """Everything that looks show, as text."""
    run = drill(DRILL)
    tables = [run.deploys(), run.audit(), run.settings(), run.logs("*")]
    names = ("logs", "deploys", "audit", "alerts", "spans")
    text = "".join(
        [
            str(run.topology()),
            str(tuple(run.alerts())),
            run.scenario.story,
            *(str(table.to_pylist()) for table in tables),
            *(run.sql(f"select * from {name} limit 5000").to_csv() for name in names),
        ]
    )
    return f"{len(text) > 10_000} {[word for word in at.words if word in text]}"


def errors_of_every_verb(at: SimpleNamespace) -> list[str]:
    wrong = ({}, {"x": 1}, {"query": ""}, {"name": "../../x"}, {"seconds": -1}, {"trace": "zz"})
    verbs = ("advance", "metrics", "sql", "logs", "runbook", "traces", "declare", "act.restart")
    return [ask(at, line=99, verb=verb, args=args) for verb in verbs for args in wrong[:2]] + [
        ask(at, line=2, verb=verb, args=args) for verb in verbs[:4] for args in wrong
    ]


def sqls(at: SimpleNamespace) -> list[str]:
    run, journal = drill(DRILL), next(iter(at.journals))
    return every(
        *(
            lambda query=query: run.sql(query).to_csv()
            for query in (
                f"select * from read_text('{journal}')",
                f"select * from '{journal}'",
                f"select * from glob('{at.course_dir}/**')",
                f"attach '{journal}' as x",
                f"copy (select 1) to '{at.course_dir}/x'",
                "select getenv('COURSE_SECRET')",
                "select * from duckdb_settings()",
                "install httpfs",
                "select * from pragma_database_list",
            )
        )
    )


def second_run(at: SimpleNamespace) -> str:
    """Throw the copy away, and begin anew."""
    before = [entry.line() for entry in drill(DRILL).entries[1:]]
    Path(f"incidents/{DRILL}.jsonl").unlink()
    after = [entry.line() for entry in drill(DRILL).entries[1:]]
    del at
    return f"the same run: {before == after}"


def linked_copy(at: SimpleNamespace) -> str:
    """Have the client write or read through a link to the host's journal."""
    copy = Path(f"incidents/{DRILL}.jsonl")
    copy.unlink()
    copy.symlink_to(next(iter(at.journals)))
    drill(DRILL).note("through a link")
    return f"a link: {copy.is_symlink()}; {copy.read_text()}"


def bound_socket(at: SimpleNamespace) -> str:
    at.door.unlink()
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(at.door))
    return "it is mine"


def pickled(at: SimpleNamespace) -> list[str]:
    run = drill(DRILL)
    sent = pickle.dumps({"drill": DRILL, "verb": "end"}).replace(b"\n", b" ")
    return every(
        lambda: pickle.dumps((run.entries, run._text, run._brief.story)),
        lambda: said_to(str(at.door), sent + b"\n").decode(),
    )


def guessed_secrets(_: SimpleNamespace) -> list[object]:
    plan = load_program().drill(DRILL)
    values = (bytes(32), b"\xff" * 32, load_program().course_id.encode().ljust(32, b"\0"))
    return [sealed_runs.sealed_draw(CourseSecret(value=v).derived, plan, ME) for v in values]


TRIES: dict[str, tuple[Try, str]] = {
    # files
    "read the host's journal of one's own run": (
        lambda at: every(*(path.read_text for path in at.journals)),
        "PermissionError",
    ),
    "list the host's runs": (
        lambda at: list((at.course_dir / "drills").iterdir()),
        "PermissionError",
    ),
    "list the course's folder": (lambda at: list(at.course_dir.iterdir()), "PermissionError"),
    "read the secret": (lambda at: at.secret.read_bytes(), "PermissionError"),
    "write a line into the host's journal": (
        lambda at: next(iter(at.journals)).open("a"),
        "PermissionError",
    ),
    "take the host's socket": (bound_socket, "PermissionError"),
    "a copy that is a link": (linked_copy, "a link: False"),
    # /proc and system calls
    "environment of the host's processes": (lambda at: of_processes(at, "environ"), "Permission"),
    "memory of the host's processes": (lambda at: of_processes(at, "mem"), "Permission"),
    "command lines of the host's processes": (lambda at: of_processes(at, "cmdline"), "python"),
    "open files of the host's processes": (
        lambda at: every(
            *(lambda p=pid: list(Path(f"/proc/{p}/fd").iterdir()) for pid in at.processes)
        ),
        "PermissionError",
    ),
    "maps and stacks of the host's processes": (
        lambda at: of_processes(at, "maps") + of_processes(at, "stack"),
        "Permission",
    ),
    "trace the host": (traced, "[-1"),
    "kill the host": (lambda at: os.kill(at.processes[0], signal.SIGKILL), "PermissionError"),
    "read all of /dev/shm and /tmp": (
        lambda _: every(
            *(p.read_bytes for d in ("/dev/shm", "/tmp") for p in Path(d).glob("*drill*"))
        ),
        "[",
    ),
    # imports
    "the draw that anybody can work out": (
        lambda _: (sealed_runs.open_draw(DRILL, ME), own_seed(DRILL), seed_for(b"", ME, DRILL)),
        "(",
    ),
    "draws by secrets that one might guess": (guessed_secrets, "("),
    "what the run in the notebook holds": (lambda _: vars(drill(DRILL)), "DrillBrief"),
    "the scenario, engine and seed of the run": (
        lambda _: every(
            lambda: drill(DRILL).engine,
            lambda: drill(DRILL).seed,
            lambda: drill(DRILL).scenario.truth,
            lambda: drill(DRILL).scenario.faults,
            lambda: drill(DRILL).seen,
        ),
        "AttributeError",
    ),
    "the journal before the end": (lambda _: drill(DRILL).journal, "the run is not over"),
    "a host of one's own over the course's runs": (
        lambda at: sealed_runs.kept_run(at.course_dir, DRILL, ME).draw(),
        "Error",
    ),
    "pickles, both ways": (pickled, "expected UTF-8"),
    # the socket
    "ask for the end before it": (lambda at: ask(at, verb="end"), "the run is not over"),
    "play as another": (
        lambda at: [ask(at, learner=name, verb="open") for name in (OTHER, "root", "instructor")],
        "this account is games: it cannot play as",
    ),
    "verbs that there are not": (
        lambda at: [ask(at, verb=v) for v in ("begin", "score", "replay", "debug", "__class__")],
        "expected one of the journal",
    ),
    "names that lead elsewhere": (
        lambda at: (
            [ask(at, verb="open", drill=name) for name in (f"../{OTHER}", "drill-01/../x")]
            + [ask(at, verb="open", learner=f"../{OTHER}")]
        ),
        "error",
    ),
    "line numbers out of order": (
        lambda at: [ask(at, line=n, verb="note", args={"text": "x"}) for n in (1, 500, 9999)],
        "the run has gone on elsewhere",
    ),
    "more keys than there are": (
        lambda at: [
            ask(at, verb="open", seed=1),
            ask(at, verb="alerts", line=2, view={"faults": "x"}),
            ask(at, verb="open", family="room-desk", shared=True),
        ],
        "error",
    ),
    "SQL that leaves its database": (sqls, "QueryError"),
    "all labels of all metrics": (
        lambda _: drill(DRILL).promql('{__name__=~".+"}').to_csv(),
        "service_name",
    ),
    "all tables, in full": (dumped, "True []"),
    "messages of every error": (errors_of_every_verb, "expected"),
    "errors about others' runs": (
        lambda at: {
            ask(at, verb="open", learner=name).replace(name, "X") for name in (OTHER, "nobody-yet")
        },
        "cannot play as",
    ),
    "a second run": (second_run, "the same run: True"),
    "ids of traces, undone": (seeds_of_ids, "ids "),
    "points before the end": (
        lambda _: every(
            lambda: handed_in(DRILL).because("analysis"),
            lambda: replay(drill(DRILL).journal, drill(DRILL).scenario),
        ),
        "is kept by the drill host",
    ),
}


@pytest.fixture(scope="module")
def at() -> Iterator[SimpleNamespace]:
    """A host by the real command, with a run of two accounts; `words` must stay with it."""
    prepare()
    assert run_queries.SETTINGS  # imported: another account cannot read this environment
    assert drill_host.play
    place = Path(tempfile.mkdtemp(prefix="attacked-"))
    place.chmod(0o711)
    course_dir, secret, door = place / "course", place / "kept" / "secret", place / "socket"
    course_dir.mkdir(mode=0o700)
    shutil.copy(ROOT / "nbgrader_config.py", course_dir)
    make_secret(secret)
    with commanded(course_dir, door, secret) as host:
        homes = {}
        for name, words in ((ME, "mine"), (OTHER, NOTE)):
            account = pwd.getpwnam(name)
            homes[name] = place / f"home-{name}"
            homes[name].mkdir()
            os.chown(homes[name], account.pw_uid, account.pw_gid)

            def begin(home: Path = homes[name], words: str = words) -> int:
                os.environ[HOST] = str(door)
                os.chdir(home)
                run = drill(DRILL)
                run.note(words)
                return len(run.entries)

            assert as_account(account.pw_uid, account.pw_gid, begin) == "2"
        kept = [sealed_runs.kept_run(course_dir, DRILL, name) for name in (ME, OTHER)]
        words = [NOTE, load_secret(secret).value.hex(), repr(load_secret(secret).value)]
        sources: set[str] = set()
        for run in kept:
            assert run is not None
            family, seed = run.draw()
            scenario = drawn_scenario(family, seed)
            noise = int(opened(scenario, seed).plant.w.seed)
            sources |= {source.name for source in scenario.system.sources}
            words += [str(seed), f"{seed:x}", str(noise), f"{noise:x}"]
        children = Path(f"/proc/{host.pid}/task/{host.pid}/children").read_text().split()
        more = [
            pid
            for child in children
            for pid in Path(f"/proc/{child}/task/{child}/children").read_text().split()
        ]
        yield SimpleNamespace(
            course_dir=course_dir,
            secret=secret,
            door=door,
            home=homes[ME],
            processes=[host.pid, *map(int, children), *map(int, more)],
            journals=[path for run in kept if run for path in run.folder.glob("*.jsonl")],
            sources=sorted(sources),
            words=words,
        )
        assert host.poll() is None, "the host lives"
    shutil.rmtree(place)


@pytest.mark.parametrize("name", TRIES)
def test_no_try_gets_seed_truth_or_another_s_run(at: SimpleNamespace, name: str) -> None:
    """Each try really ran (it gave what it must give), and nothing that stays with the host."""
    attempt, expected = TRIES[name]
    account = pwd.getpwnam(ME)

    def act() -> object:
        os.environ[HOST] = str(at.door)
        os.environ.pop("COURSE_SECRET", None)
        os.chdir(at.home)
        return attempt(at)

    got = as_account(account.pw_uid, account.pw_gid, act)
    assert expected in got, got[:2000]
    assert [word for word in at.words if word in got] == []


def test_ids_of_a_run_in_the_kernel_can_be_undone() -> None:
    """The try with ids is a real one: where nothing hides them, they tell the seed of the noise."""
    scenario = drawn_scenario("room-desk", 3)
    run = Incident(scenario, seed=3)
    run.advance("30s")
    ids = list(run.sql("select distinct trace_id from spans order by start_time")["trace_id"])
    (best, count), *_ = noise_seeds(
        ids, [source.name for source in scenario.system.sources]
    ).most_common(1)
    assert best == int(run.engine.plant.w.seed)
    assert count > 2
