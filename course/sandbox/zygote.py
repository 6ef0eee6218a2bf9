"""The zygote: the process that imports once, builds the jail once, and clones a child per request.

It is a fresh interpreter with an empty environment and one socket. So neither it nor a child can
find in its memory what was a notebook, a test or a secret: none ever came there. client.py is the
grader's end of the socket. The packets:

    SOCK_SEQPACKET, one JSON object a packet, descriptors by SCM_RIGHTS
    grader -> zygote   {children: {role: "module:function"}, preload, warm_up,
                      outside, cache, import_from, paths, sandbox}                        once
    zygote -> grader   {notice: text}, for a person                             or never
    zygote -> grader   {ready: true, seconds} | {error, stage: "jail" | "import"}         once
    grader -> zygote   {spawn: role, limits, learner}         + control, data, reply
    on `reply`, the first two in either order:
      zygote -> grader   {pid} + pidfd | {error}
      child -> grader  {work: true} + its work folder, its pristine folder | {error}
      zygote -> grader   {exit, cpu_s}              when the child has ended and been reaped
    `reply` closed by the grader = kill this child; the first socket closed = kill all and end.

The child then calls function(control, data, limits). The grader writes files through the folders'
descriptors, and reads there what a child wrote: no child is asked, so none can lie
(work_folders.py).
"""

import gc
import json
import os
import random
import resource
import select
import shutil
import signal
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fcntl import F_DUPFD_CLOEXEC, fcntl
from importlib import import_module
from typing import Any, Final, TypeAlias

from course.jobs import Limits
from course.sandbox import jail as jails
from course.sandbox import linux

Main: TypeAlias = Callable[[socket.socket, socket.socket, Limits], None]

PACKET: Final = 1 << 16
SEED: Final = 20_240_229  # both children start from it: one submission, one result
_LOOK_S: Final = 0.1
_ABOVE: Final = 64  # descriptors are lifted here before they are put in their places
_FAMILY, _KIND = socket.AF_UNIX, socket.SOCK_SEQPACKET


def send(descriptor: int, message: Mapping[str, Any], descriptors: Sequence[int] = ()) -> None:
    """Send one packet."""
    with socket.socket(_FAMILY, _KIND, fileno=descriptor) as end:
        try:
            socket.send_fds(end, [json.dumps(message).encode()], list(descriptors))
        finally:
            end.detach()


def receive(descriptor: int, most: int = 3) -> tuple[dict[str, Any], list[int]]:
    """Receive one packet and its descriptors; EOFError at the end."""
    with socket.socket(_FAMILY, _KIND, fileno=descriptor) as end:
        try:
            # Descriptors left open over an exec would reach a learner's subprocess.
            data, descriptors, _, _ = socket.recv_fds(end, PACKET, most, socket.MSG_CMSG_CLOEXEC)
        finally:
            end.detach()
    if not data:
        raise EOFError
    message: dict[str, Any] = json.loads(data)
    return message, descriptors


@dataclass(slots=True, kw_only=True)
class _RunningChild:
    """A child alive, as the zygote knows it."""

    pid: int
    pidfd: int
    reply: int
    box: str | None  # a folder to remove, where there is no jail
    memory: int  # bytes that all its processes may hold together
    was_too_large: bool = False  # they held more


class _Zygote:
    """The zygote's whole state: its request socket and the children alive."""

    def __init__(self, requests: int, settings: Mapping[str, Any], jail: jails.Jail | None) -> None:
        self.requests = requests
        self.jail = jail
        sys.path.extend(p for p in settings["import_from"] if p not in sys.path)
        for name in settings["preload"]:
            import_module(name)
        self.mains: dict[str, Main] = {
            role: _function(place) for role, place in settings["children"].items()
        }
        for place in settings["warm_up"]:
            function, *arguments = place.split()
            _function(function)(*arguments)
        for thread in threading.enumerate():  # matplotlib leaves a timer behind
            if thread is not threading.main_thread():
                thread.join(1)
        if threading.active_count() > 1:
            raise RuntimeError(f"threads in the zygote: {threading.enumerate()}")
        self.image_bytes = jails.address_space()
        self.image_anonymous = linux.anonymous(os.getpid())
        self.watches = jail is not None and linux.readable()
        self.running: dict[int, _RunningChild] = {}
        self.by_reply: dict[int, _RunningChild] = {}
        self.poll = select.poll()
        self.poll.register(requests, select.POLLIN)
        gc.collect()
        gc.freeze()

    def serve(self) -> None:
        """Clone and reap until the grader is gone."""
        looked = time.monotonic()
        while True:
            ready = self.poll.poll(_LOOK_S * 1000 if self.watches and self.running else None)
            if self.watches and self.running and time.monotonic() - looked > _LOOK_S:
                self.look()
                looked = time.monotonic()
            for descriptor, _ in ready:
                if descriptor == self.requests:
                    try:
                        request, descriptors = receive(descriptor)
                    except (EOFError, OSError):
                        return
                    self.spawn(request, descriptors)
                elif descriptor in self.running:
                    self.reap(self.running[descriptor])
                elif descriptor in self.by_reply:  # the grader hung up
                    lost = self.by_reply[descriptor]
                    self.poll.unregister(descriptor)
                    del self.by_reply[descriptor]
                    with suppress(ProcessLookupError):
                        os.kill(lost.pid, signal.SIGKILL)

    def look(self) -> None:
        """End each child whose processes hold too much memory together."""
        allowed = {child.pid: child.memory for child in self.running.values()}
        too_large = set(linux.over(allowed, self.image_anonymous))
        for child in self.running.values():
            if child.pid in too_large:
                child.was_too_large = True
                os.kill(child.pid, signal.SIGKILL)

    def spawn(self, request: Mapping[str, Any], descriptors: list[int]) -> None:
        """Clone one child."""
        reply = descriptors[2]
        box = None if self.jail else tempfile.mkdtemp(prefix="course-grading-")
        try:
            flags = jails.CHILD_NAMESPACES if self.jail else 0
            pid, pidfd = linux.clone(flags)
        except OSError as error:
            with suppress(OSError):
                send(reply, {"error": f"clone: {error}"})
            for descriptor in descriptors:
                os.close(descriptor)
            return
        if pid == 0:
            self.live(request, descriptors, box)
        for descriptor in descriptors[:2]:
            os.close(descriptor)
        child = _RunningChild(
            pid=pid,
            pidfd=pidfd,
            reply=reply,
            box=box,
            memory=int(request["limits"]["total_memory_bytes"]),
        )
        self.running[pidfd] = self.by_reply[reply] = child
        self.poll.register(pidfd, select.POLLIN)
        self.poll.register(reply, 0)  # hang-up is always told
        with suppress(OSError):
            send(reply, {"pid": pid}, [pidfd])

    def live(self, request: Mapping[str, Any], descriptors: Sequence[int], box: str | None) -> None:
        """Be the child, to its end."""
        code = 1
        try:
            reply = _take_places(descriptors)
            limits = Limits(**request["limits"])
            if self.jail is not None:
                # ended by the kernel when the zygote ends; see also seccomp.py
                linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
            os.setsid()
            try:
                forks = request["spawn"] == "examiner"  # one for each test
                folder = self.move_in(limits, box, forks=forks)
            except OSError as error:
                send(reply, {"error": f"child: {error}"})
                raise
            work = os.open(f"{folder}/work", os.O_RDONLY | os.O_DIRECTORY)
            pristine = os.open(f"{folder}/pristine", os.O_RDONLY | os.O_DIRECTORY)
            send(reply, {"work": True}, [work, pristine])
            linux.close_from(5)
            jails.limit_open_files(limits)
            os.chdir(f"{folder}/work")
            role = request["spawn"]
            os.environ["COURSE_LEARNER"] = request["learner"]
            sys.path.insert(0, f"{folder}/pristine" if role == "examiner" else "")
            _seed()
            # both sides of a socketpair made by the grader; no other descriptor is open
            control = socket.socket(_FAMILY, socket.SOCK_STREAM, fileno=3)
            data = socket.socket(_FAMILY, socket.SOCK_STREAM, fileno=4)
            self.mains[role](control, data, limits)
            code = 0
        except SystemExit:
            code = 0
        except BaseException:
            code = 1
        finally:
            os._exit(code)

    def move_in(self, limits: Limits, box: str | None, *, forks: bool) -> str:
        """Close this child in, or give it an ordinary folder where there is no jail."""
        if self.jail is not None:
            self.jail.enclose(limits, image_bytes=self.image_bytes, forks=forks)
            return jails.BOX
        assert box is not None, "the parent made a folder where it made no jail"
        for folder in jails.FOLDERS:
            os.mkdir(folder.replace(jails.BOX, box), 0o700)  # noqa: PTH102
        for name, folder in (("HOME", jails.HOME), ("TMPDIR", jails.TMP)):
            os.environ[name] = folder.replace(jails.BOX, box)
        tempfile.tempdir = None
        jails.set_limits(limits, image_bytes=self.image_bytes, processes=False)
        return box

    def reap(self, child: _RunningChild) -> None:
        """Take leave of an ended child; its pid namespace has ended with it."""
        self.poll.unregister(child.pidfd)
        del self.running[child.pidfd]
        _, status, usage = os.wait4(child.pid, 0)
        if child.box is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(child.pid, signal.SIGKILL)
            shutil.rmtree(child.box, ignore_errors=True)
        with suppress(OSError):
            send(
                child.reply,
                {
                    "exit": os.waitstatus_to_exitcode(status),
                    "cpu_s": usage.ru_utime + usage.ru_stime,
                    "too_large": child.was_too_large,
                },
            )
        if self.by_reply.pop(child.reply, None) is not None:
            self.poll.unregister(child.reply)
        os.close(child.reply)
        os.close(child.pidfd)

    def end(self) -> None:
        """End every child and wait for each."""
        for child in list(self.running.values()):
            with suppress(ProcessLookupError):
                os.kill(child.pid, signal.SIGKILL)
        for child in list(self.running.values()):
            self.reap(child)


def _function(place: str) -> Any:
    """Import what `module:function` names."""
    module, _, function = place.partition(":")
    return getattr(import_module(module), function)


def _take_places(descriptors: Sequence[int]) -> int:
    """Put control, data and reply on 3, 4, 5 and a memory file on 1 and 2; close all others."""
    memory_file = os.memfd_create("output")
    *sockets, output = (
        fcntl(descriptor, F_DUPFD_CLOEXEC, _ABOVE) for descriptor in (*descriptors, memory_file)
    )
    for place, descriptor in zip((3, 4, 5), sockets, strict=True):
        os.dup2(descriptor, place, inheritable=False)
    for place in (1, 2):
        os.dup2(output, place)
    linux.close_from(6)
    return 5


def _seed() -> None:
    random.seed(SEED)
    numpy_random = sys.modules.get("numpy.random")
    if numpy_random is not None:
        numpy_random.seed(SEED)


def _load_outside(settings: Mapping[str, Any], requests: int) -> None:
    """Call what must run before the jail is built, because it needs a cache of the user's."""
    sys.path.extend(p for p in settings["import_from"] if p not in sys.path)
    if not settings["cache"]:
        return
    os.environ["COURSE_KERNEL_CACHE"] = settings["cache"]
    try:
        for place in settings["outside"]:
            _function(place)(lambda text: send(requests, {"notice": text}))
    except Exception as error:  # tests that need it will say so, all others are graded
        send(requests, {"notice": f"the simulator cannot be used: {error!r}"[:2000]})
    finally:
        del os.environ["COURSE_KERNEL_CACHE"]


def main(requests: int) -> None:
    """Be the zygote: `requests` is the descriptor of its socket."""
    settings, _ = receive(requests)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    started = time.monotonic()
    stage, jail = "jail", None
    try:
        _load_outside(settings, requests)
        os.environ["COURSE_COMPILE"] = "no"  # no learner's share of the machine is enough for it
        if settings["sandbox"] != "none":
            jail = jails.enter_jail(settings["paths"])
        stage = "import"
        zygote = _Zygote(requests, settings, jail)
    except Exception as error:
        send(requests, {"error": f"{type(error).__name__}: {error}", "stage": stage})
        sys.exit(1)
    send(requests, {"ready": True, "seconds": time.monotonic() - started})
    try:
        zygote.serve()
    finally:
        zygote.end()
        os._exit(0)
