"""A papermill engine that runs a notebook in the process that calls it, on ipykernel's own kernel.

papermill's and nbclient's code decides what an output is, and everything that makes outputs is
ipykernel's (shell, display hooks, streams, formatters). Only the wire is ours: there are no
sockets, and messages land in lists. It is for a process that was forked for one notebook and is
never used twice, since descriptors 1 and 2 stay with the kernel and whatever the notebook leaves
behind stays in the process. The kernel has no history file, reads no profile, asks no questions.
"""

import asyncio
import contextlib
import json
import logging
import os
import sys
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from queue import Empty
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

from ipykernel.iostream import IOPubThread, OutStream
from ipykernel.ipkernel import IPythonKernel
from IPython.core.profiledir import ProfileDir
from jupyter_client.jsonutil import json_default
from jupyter_client.session import Session
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines
from papermill.log import logger
from traitlets import Any as AnyTrait
from traitlets.config import Config

from course.errors import NotebookError

NAME = "course-in-process"
INLINE = "module://matplotlib_inline.backend_inline"


class Wire(Session):
    """A session whose messages go to a list, through JSON as on the real wire."""

    sent = AnyTrait()  # what answers requests, and what is published
    owner = AnyTrait()  # id of the process that reads them

    def send(  # noqa: PLR0917 - as jupyter_client has it
        self,
        stream: Any,
        msg_or_type: Any,
        content: Any = None,
        parent: Any = None,
        ident: Any = None,
        buffers: Any = None,
        track: bool = False,
        header: Any = None,
        metadata: Any = None,
    ) -> Any:
        """Keep a message; from a forked child, whose list nobody reads, keep only its text."""
        del stream, ident, track  # there is no socket
        message = msg_or_type
        if not isinstance(message, dict):
            message = self.msg(
                msg_or_type, content=content, parent=parent, header=header, metadata=metadata
            )
        if os.getpid() != self.owner:
            if message["header"]["msg_type"] == "stream":
                number = 1 if message["content"]["name"] == "stdout" else 2
                os.write(number, message["content"]["text"].encode())
            return message
        copy = dict(message) | {
            "msg_type": message["header"]["msg_type"],
            "content": json.loads(json.dumps(message["content"], default=json_default)),
            "buffers": [bytes(b) for b in buffers or ()],
        }
        replies, published = self.sent
        (replies if copy["msg_type"].endswith("_reply") else published).append(copy)
        return message


class InlinePublisher(IOPubThread):
    """A publishing thread that is none: streams flush where they are written."""

    def __init__(self) -> None:
        self.io_loop: Any = None
        self.thread: Any = None
        self.owner = os.getpid()

    def schedule(self, f: Any) -> None:
        """Leave flushing to the next flush; a forked child has no next one."""
        if os.getpid() != self.owner:
            f()


class KernelStream(OutStream):
    """Python's stream, with what others wrote to the descriptor in its place between."""

    def __init__(
        self, session: Wire, thread: InlinePublisher, name: str, taken: int, original: int
    ) -> None:
        self._taken, self._read = taken, 0
        super().__init__(session, thread, name, watchfd=False)  # type: ignore[no-untyped-call]
        self._original_stdstream_copy = original

    def drain(self) -> None:
        """Take over what programs wrote to the descriptor."""
        size = os.fstat(self._taken).st_size
        if os.getpid() == self._master_pid and size > self._read:
            data = os.pread(self._taken, size - self._read, self._read)
            self._read = size
            super().write(data.decode(errors="replace"))

    def write(self, string: str) -> int | None:  # type: ignore[override]
        """Write after what was written before."""
        self.drain()
        return super().write(string)

    def _flush(self) -> None:
        self.drain()
        super()._flush()  # type: ignore[no-untyped-call]


class InProcessKernel(IPythonKernel):
    """A kernel that is called, not served."""

    def _abort_queues(self, subshell_id: Any = None) -> None:
        """Nothing waits in a queue."""

    def _send_interrupt_children(self) -> None:
        """Our caller ends us, with all that we started."""


def start_kernel(folder: Path) -> "Client":
    """Turn this process into a kernel whose scratch files are in `folder`; give its client."""
    originals = [os.dup(1), os.dup(2)]
    taken = []
    for number in (1, 2):
        file = os.open(folder / f"fd{number}", os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC)
        os.dup2(file, number)
        taken.append(file)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    if not os.environ.get("MPLBACKEND"):
        os.environ["MPLBACKEND"] = INLINE
    if (matplotlib := sys.modules.get("matplotlib")) is not None:
        # Loaded before the variable was set; so would it have read it.
        matplotlib.rcParams["backend"] = os.environ["MPLBACKEND"]
    if "" not in sys.path:
        sys.path.insert(0, "")
    sys.argv = ["ipykernel_launcher.py", "-f", str(folder / "kernel.json")]
    replies, published = Channel(), Channel()
    wire = Wire(sent=(replies, published), owner=os.getpid(), key=b"", check_pid=False)
    thread = InlinePublisher()
    streams = [
        KernelStream(wire, thread, name, taken[n], originals[n])
        for n, name in enumerate(("stdout", "stderr"))
    ]
    sys.stdout, sys.stderr = streams
    kernel = InProcessKernel.instance(  # comms ask for the instance
        session=wire,
        log=logging.getLogger(__name__),
        shell_channel_thread=SimpleNamespace(parent_thread=threading.main_thread()),
        iopub_thread=thread,
        iopub_socket=SimpleNamespace(),
        profile_dir=ProfileDir.create_profile_dir(str(folder / "profile")),  # type: ignore[no-untyped-call]
        user_ns={},
        # A history file has a thread that writes it.
        config=Config({"HistoryManager": {"enabled": False}}),
    )
    shell: Any = kernel.shell
    shell.enable_gui = partial(_enable_gui, shell)  # ipykernel's asks its application
    with contextlib.suppress(Exception):
        shell.extension_manager.load_extension("storemagic")
    return Client(kernel, wire, streams, replies, published)


def _enable_gui(shell: Any, gui: str | None = None) -> None:
    from ipykernel.eventloops import enable_gui

    enable_gui(gui, kernel=shell.kernel)  # type: ignore[no-untyped-call]
    shell.active_eventloop = gui


class Client:
    """What nbclient calls of a kernel's client and of its manager, on a kernel in this process."""

    allow_stdin = False
    has_kernel = True

    def __init__(
        self,
        kernel: Any,
        wire: Wire,
        streams: Sequence[KernelStream],
        replies: "Channel",
        published: "Channel",
    ) -> None:
        self.kernel, self.streams, self.session = kernel, streams, wire
        self.iopub_channel, self.shell_channel = published, replies

    async def execute(
        self, code: str, *, store_history: bool = True, stop_on_error: bool = True
    ) -> str:
        """Run a cell to its end; its messages wait in the channels. Give the request's id."""
        from tornado.ioloop import IOLoop

        content = {
            "code": code,
            "silent": False,
            "store_history": store_history,
            "user_expressions": {},
            "allow_stdin": False,
            "stop_on_error": stop_on_error,
        }
        request = self.session.msg("execute_request", content)
        kernel = self.kernel
        kernel.io_loop = IOLoop.current()
        kernel.set_parent([], request, channel="shell")
        for stream in self.streams:
            stream.set_parent(request)  # type: ignore[no-untyped-call]
        kernel._publish_status("busy", "shell")
        await kernel.execute_request(None, [], request)
        for stream in self.streams:
            stream.flush()  # type: ignore[no-untyped-call]
        kernel._publish_status("idle", "shell")
        return str(request["header"]["msg_id"])

    def kernel_info(self) -> str:
        """Ask what language this is."""
        request = self.session.msg("kernel_info_request", {})
        reply = {"status": "ok", "language_info": self.kernel.language_info}
        self.session.send(None, "kernel_info_reply", reply, parent=request)
        return str(request["header"]["msg_id"])

    def is_alive(self) -> bool:
        """Tell that this process runs."""
        return True


class Channel(deque[Any]):
    """Messages in their order."""

    async def get_msg(self, timeout: float | None = None) -> Any:
        """Give the next message; Empty where there is none, for none will come."""
        del timeout
        if not self:
            await asyncio.sleep(0)
            raise Empty
        return self.popleft()

    def send(self, message: Any) -> None:
        """Refuse what a page would answer: nothing here serves requests."""
        kind = message["header"]["msg_type"]
        raise NotebookError(f"{kind}: this notebook needs a real kernel (--stock)")


class InProcessClient(PapermillNotebookClient):  # type: ignore[misc]
    """papermill's client on a kernel in this process."""

    @contextmanager
    def setup_kernel(self, **kwargs: Any) -> Iterator[None]:
        """Give the notebook a kernel; it lives as long as this process."""
        del kwargs
        with TemporaryDirectory(prefix="course-report-", ignore_cleanup_errors=True) as folder:
            self.km = self.kc = start_kernel(Path(folder))
            yield


class InProcessEngine(NBClientEngine):  # type: ignore[misc]
    """papermill's engine with another client; registered as `course-in-process`."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, log_output: bool = False, **options: Any
    ) -> Any:
        """Run a notebook's cells; `execution_timeout` and files for streams are papermill's."""
        client = InProcessClient(
            nb_man,
            kernel_name=kernel_name,
            log=logger,
            log_output=log_output,
            timeout=options.get("execution_timeout"),
            stdout_file=options.get("stdout_file"),
            stderr_file=options.get("stderr_file"),
        )
        return client.execute()


def register() -> None:
    """Make the engine known to papermill, in this process."""
    papermill_engines.register(NAME, InProcessEngine)
