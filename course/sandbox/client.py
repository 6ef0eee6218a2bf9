"""The grader's end of the zygote: start it, ask it for children, watch and end them.

A `Zygote` may be used by several threads, and by processes forked from the one that started it,
because each request is one packet. The protocol is described in zygote.py.
"""

import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from course.errors import GradingError, Problem
from course.files import PACKAGE, library_folders
from course.jobs import Limits
from course.sandbox import jail, linux
from course.sandbox.zygote import receive, send

_START_S = 300.0  # a cold disk, a busy machine, scenarios played in advance; 2 to 6 s are usual
_CHILD_S = 30.0
_COMPILE_S = 600.0
_END_S = 5.0
# The package of this process, though another one of that name may be installed; behind the
# libraries for all else, because its folder may be a checkout with files of any name.
_CODE = (
    "import sys; sys.path.insert(0, sys.argv[1]); import course; "
    "sys.path.append(sys.path.pop(0)); "
    "from course.sandbox import zygote; zygote.main(int(sys.argv[2]))"
)
_ENVIRONMENT: Final = {
    "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "HOME": jail.HOME,
    "TMPDIR": jail.TMP,
    "IPYTHONDIR": f"{jail.HOME}/.ipython",
    "MPLCONFIGDIR": f"{jail.HOME}/.matplotlib",
    "MPLBACKEND": "agg",
    "FONTCONFIG_FILE": "/etc/fonts.conf",
    "PYTHONHASHSEED": "0",  # the order of a set is the same in each run
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    # A limit counts address space, of which these reserve a gigabyte that they never use: glibc an
    # arena for each thread of DuckDB, Arrow's own allocator a heap at its first table.
    "MALLOC_ARENA_MAX": "2",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
}


@dataclass(frozen=True, kw_only=True)
class Image:
    """What a zygote holds in memory before it clones, and what its children run.

    Places read `module:function`. A child calls its function with its control socket, its data
    socket and its `Limits`.
    """

    children: Mapping[str, str]  # role -> place
    preload: Sequence[str] = ()  # modules to import once
    # Places, each called once before the first clone, with the words behind it as arguments.
    warm_up: Sequence[str] = ()
    # Places, each called before the jail is built, with a function that takes a line to announce:
    # for what needs a cache of the user's, which no child may see.
    outside: Sequence[str] = ()
    import_from: Sequence[str | Path] = ()  # more folders of modules


class Child:
    """One child process: its control socket, its process, its two folders."""

    def __init__(self, role: str, control: socket.socket, reply: socket.socket) -> None:
        self.role = role
        self.control = control
        self.cpu_s: float | None = None  # known once it has ended
        self.exit: int | None = None  # negative: the signal that ended it
        self.was_too_large = False  # its processes held too much memory together
        self._reply = reply
        self._data: socket.socket | None = None
        self._pidfd = self._work = self._pristine = -1
        self._schedule: int | None = None  # descriptor of its schedstat; -1 where it has none
        self._waited_s = 0.0

    def wait_ready(self) -> None:
        """Wait until the child has its limits and its folders; GradingError where it has not."""
        deadline = time.monotonic() + _CHILD_S
        while self._pidfd < 0 or self._work < 0:
            if not _readable(self._reply.fileno(), deadline - time.monotonic()):
                raise GradingError(f"the {self.role} did not start within {_CHILD_S:.0f} s")
            try:
                message, descriptors = receive(self._reply.fileno())
            except (EOFError, OSError) as error:
                raise GradingError("the zygote has died") from error
            if "pid" in message and len(descriptors) == 1:
                (self._pidfd,) = descriptors
            elif "work" in message and len(descriptors) == 2:
                self._work, self._pristine = descriptors
            else:
                for descriptor in descriptors:
                    os.close(descriptor)
                raise GradingError(f"the {self.role} did not start: {message.get('error')}")

    @property
    def pidfd(self) -> int:
        """Readable once the child and every process it left behind have ended."""
        return self._pidfd

    @property
    def work(self) -> int:
        """A descriptor of its work folder: hostile content."""
        return self._work

    @property
    def pristine(self) -> int:
        """A descriptor of its folder of pristine files."""
        return self._pristine

    def alive(self) -> bool:
        """Tell whether the child still runs."""
        return not _readable(self._pidfd, 0)

    def waited_s(self) -> float:
        """Tell how long it was ready to run and had to wait for a processor, since it began.

        What other processes of its own waited does not count. 0 where the system does not tell
        (proc(5): /proc/pid/schedstat, the second number, in nanoseconds).
        """
        if self._schedule is None:
            self._schedule = _schedstat(self._pidfd)
        if self._schedule >= 0:
            with suppress(OSError, ValueError, IndexError):  # once it has ended
                self._waited_s = int(os.pread(self._schedule, 100, 0).split()[1]) / 1e9
        return self._waited_s

    def watch(self, data: socket.socket) -> None:
        """Keep an end of the data socket, which nobody here reads or writes."""
        self._data = data

    def cut_off(self) -> bool:
        """Tell whether the other side has closed or shut down the data socket."""
        if self._data is None:
            return False
        poll = select.poll()
        poll.register(self._data, select.POLLRDHUP)
        if poll.poll(0):
            return True
        try:
            self._data.send(b"", socket.MSG_DONTWAIT)  # writes nothing, but tells
        except BlockingIOError:
            return False
        except OSError:
            return True
        return False

    def interrupt(self) -> None:
        """Send SIGINT."""
        self._signal(signal.SIGINT)

    def kill(self) -> None:
        """Send SIGKILL: the kernel ends every process of its pid namespace with it."""
        self._signal(signal.SIGKILL)

    def _signal(self, number: signal.Signals) -> None:
        if self._pidfd >= 0:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._pidfd, number)

    def close(self) -> None:
        """End the child, wait until it has been reaped, let go of its folders."""
        self.kill()
        self.control.close()
        with suppress(EOFError, OSError):
            while self._pidfd >= 0 and _readable(self._reply.fileno(), _END_S):
                message, descriptors = receive(self._reply.fileno())
                for descriptor in descriptors:
                    os.close(descriptor)
                if "exit" in message:
                    self.exit, self.cpu_s = message["exit"], message["cpu_s"]
                    self.was_too_large = message["too_large"]
                    break
        self._reply.close()
        if self._data is not None:
            self._data.close()
        for mine in (self._pidfd, self._work, self._pristine, self._schedule):
            if mine is not None and mine >= 0:
                os.close(mine)
        self._pidfd = self._work = self._pristine = -1
        self._schedule = -1


class Zygote:
    """The process that children are cloned from; it imports while the grader does other things."""

    def __init__(
        self, image: Image, *, hidden: Iterable[str | Path] = (), sandboxed: bool = True
    ) -> None:
        """Start it; `hidden` are folders that learners' code must not be able to see."""
        self.sandboxed = sandboxed
        if self.sandboxed and not linux.supported():
            jail.require()
        folders = [*library_folders(), *(str(folder) for folder in image.import_from)]
        visible = [str(PACKAGE), *folders]
        exposed = jail.hidden_paths_exposed(hidden, visible) if self.sandboxed else []
        if exposed:
            raise GradingError(
                Problem(
                    path,
                    "lies where learners' code can read it, beside the interpreter or its "
                    "libraries: move the course elsewhere",
                )
                for path in exposed
            )
        own_end, zygote_end = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._requests = own_end
        self._errors = _scratch()
        self._lock = threading.Lock()
        self._ready = False
        root = str(PACKAGE.parent)
        environment = dict(_ENVIRONMENT)
        self._folder: str | None = None
        if not self.sandboxed:  # there is no box then: a folder that close() removes
            del environment["FONTCONFIG_FILE"]
            self._folder = tempfile.mkdtemp(prefix="course-zygote-")
            for folder in jail.FOLDERS:
                os.mkdir(folder.replace(jail.BOX, self._folder), 0o700)  # noqa: PTH102
            for name, value in environment.items():
                if value.startswith(f"{jail.BOX}/"):
                    environment[name] = self._folder + value.removeprefix(jail.BOX)
        with zygote_end:
            self._process = subprocess.Popen(
                [sys.executable, "-s", "-P", "-B", "-c", _CODE, root, str(zygote_end.fileno())],
                env=environment,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._errors,
                pass_fds=[zygote_end.fileno()],
                start_new_session=True,
            )
        send(
            own_end.fileno(),
            {
                "children": dict(image.children),
                "preload": list(image.preload),
                "outside": list(image.outside),
                "cache": _user_cache() if image.outside else "",
                "warm_up": list(image.warm_up),
                "import_from": folders,
                "paths": visible,
                "sandbox": "namespaces" if sandboxed else "none",
            },
        )

    def wait_ready(self) -> None:
        """Wait until everything is imported; GradingError where there can be no jail."""
        with self._lock:
            if self._ready:
                return
            if not _readable(self._requests.fileno(), _START_S):
                raise GradingError(f"the zygote was not ready within {_START_S:.0f} s")
            answer = self._answer()
            # The simulator may have to be compiled: 40 s of CPU time, once; a notice says so.
            while "notice" in answer:
                sys.stderr.write(f"{answer['notice']}\n")
                if not _readable(self._requests.fileno(), _COMPILE_S):
                    raise GradingError(f"what it loads was not ready within {_COMPILE_S:.0f} s")
                answer = self._answer()
            if answer.get("stage") == "jail":
                raise GradingError(jail.refusal(str(answer["error"])))
            if "ready" not in answer:
                raise GradingError(f"the zygote did not start: {answer.get('error')}")
            self._ready = True

    def _answer(self) -> dict[str, Any]:
        try:
            return receive(self._requests.fileno())[0]
        except (EOFError, OSError):
            return {"error": self.errors() or "it ended without a word"}

    def spawn(self, limits: Limits, roles: Sequence[str], *, learner: str = "") -> list[Child]:
        """Clone a child for each of one or two roles, ready; two are joined by a data socket."""
        self.wait_ready()
        children: list[Child] = []
        data = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            for role, end in zip(roles, data, strict=False):
                children.append(self._ask(role, end, limits, learner))
            children[-1].watch(data[1].dup())
            for child in children:
                child.wait_ready()
        except BaseException:
            for child in children:
                child.close()
            raise
        finally:
            for end in data:
                end.close()
        return children

    def _ask(self, role: str, data: socket.socket, limits: Limits, learner: str) -> Child:
        control, child_control = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        reply, child_reply = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with child_control, child_reply:
            child = Child(role, control, reply)
            try:
                descriptors = [child_control.fileno(), data.fileno(), child_reply.fileno()]
                request = {"spawn": role, "limits": asdict(limits), "learner": learner}
                send(self._requests.fileno(), request, descriptors)
            except OSError as error:
                child.close()
                raise GradingError(f"the zygote has died: {self.errors()}") from error
        return child

    @property
    def alive(self) -> bool:
        """Tell whether the zygote still runs."""
        return self._process.poll() is None

    def errors(self) -> str:
        """Return what the zygote wrote to its standard error."""
        file = self._errors
        last = os.pread(file, 4000, max(0, os.fstat(file).st_size - 4000))
        return last.decode(errors="replace").strip()

    def kill(self) -> None:
        """End it at once, and all its children with it; close() is still to be called."""
        self._process.kill()

    def close(self) -> None:
        """End the zygote and all its children."""
        self._requests.close()
        if not self._ready:  # nobody has asked it for a child
            self._process.kill()
        try:
            self._process.wait(_END_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._errors)
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> Self:
        """Start nothing more: the process runs since `Zygote()`."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End it."""
        self.close()


def _user_cache() -> str:
    """Where this user keeps what was compiled (simulation/kernel/numba_cache.py); "": nowhere."""
    configured = os.environ.get("COURSE_KERNEL_CACHE") or os.environ.get("XDG_CACHE_HOME")
    home = os.path.expanduser("~/.cache")  # noqa: PTH111 - Path.home() raises where there is none
    return configured or ("" if home.startswith("~") else home)


def _scratch() -> int:
    """Open a file of no name for the zygote's last words; nothing needs to be writable."""
    try:
        return os.memfd_create("zygote-errors")
    except OSError:
        return os.open(os.devnull, os.O_RDWR | os.O_CLOEXEC)


def _schedstat(pidfd: int) -> int:
    """Open what the scheduler says of a process; -1 where it says nothing to us."""
    try:
        with open(f"/proc/self/fdinfo/{pidfd}", encoding="ascii") as file:  # noqa: PTH123
            pid = next(int(line.split()[1]) for line in file if line.startswith("Pid:"))
        return os.open(f"/proc/{pid}/schedstat", os.O_RDONLY | os.O_CLOEXEC)
    except (OSError, ValueError, StopIteration):
        return -1


def _readable(descriptor: int, seconds: float) -> bool:
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(max(0.0, seconds) * 1000))
