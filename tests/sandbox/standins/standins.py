"""Stand-ins for the two children, for tests of the machinery around them.

They know nothing of boundaries: the candidate runs its cells by exec in one namespace, the
examiner runs its own, and `ask(expression)` in a test cell is evaluated by the candidate.
"""

import contextlib
import io
import json
import os
import select
import signal
import socket
import struct
import traceback
from collections.abc import Iterator
from typing import Any

from course.jobs import Limits


def _read(end: socket.socket) -> dict[str, Any]:
    head = _exactly(end, 4)
    message: dict[str, Any] = json.loads(_exactly(end, struct.unpack(">I", head)[0]))
    return message


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold SIGINT back: a message that is read by half makes nonsense of the next one."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _exactly(end: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        more = end.recv(size - len(data))
        if not more:
            raise EOFError
        data += more
    return data


def _write(end: socket.socket, message: Any) -> None:
    data = json.dumps(message).encode()
    end.sendall(struct.pack(">I", len(data)) + data)


def _run(source: str, names: dict[str, Any]) -> dict[str, Any]:
    out, error, status = io.StringIO(), None, "ok"
    value = None
    before = os.fstat(1).st_size
    try:
        with contextlib.redirect_stdout(out):
            lines = source.rstrip().rsplit("\n", 1)
            exec(compile(source, "<cell>", "exec"), names)
            with contextlib.suppress(Exception):
                last = eval(lines[-1], names) if lines[-1].startswith("score") else None
                value = last if isinstance(last, (int, float)) else None
    except KeyboardInterrupt:
        status, error = "timeout", {"name": "KeyboardInterrupt", "message": "", "kind": "exception"}
    except BaseException as raised:
        kind = "assertion" if isinstance(raised, AssertionError) else "exception"
        status, error = (
            "error",
            {"name": type(raised).__name__, "message": str(raised)[:9999], "kind": kind},
        )
    text = out.getvalue()
    more = os.fstat(1).st_size - before
    if more > 0:
        text += os.pread(1, min(more, 1 << 20), before).decode(errors="replace")
    outputs: list[dict[str, Any]] = (
        [{"output_type": "stream", "name": "stdout", "text": text}] if text else []
    )
    if error:
        outputs.append(
            {
                "output_type": "error",
                "ename": error["name"],
                "evalue": error["message"],
                "traceback": traceback.format_exc().splitlines(),
            }
        )
    return {"status": status, "error": error, "outputs": outputs, "value": value, "seconds": 0.0}


def _serve(control: socket.socket, names: dict[str, Any], data: socket.socket | None) -> None:
    while True:
        try:
            ready, _, _ = select.select([end for end in (control, data) if end], [], [])
            if control not in ready:
                assert data is not None
                _answer(data, names)
                continue
            message = _read(control)
        except KeyboardInterrupt:
            continue
        except EOFError:
            data = None
            continue
        if message["do"] == "end":
            return
        if message["do"] == "run":
            cell = message["cell"]
            _write(control, {"id": cell["id"], **_run(cell["source"], names)})


def _answer(data: socket.socket, names: dict[str, Any]) -> None:
    question = _read(data)["ask"]
    try:
        answer = {"ok": json.loads(json.dumps(eval(question, names)))}
    except (Exception, KeyboardInterrupt) as error:
        answer = {"error": f"{type(error).__name__}: {error}"}
    _write(data, answer)


def candidate(control: socket.socket, data: socket.socket, limits: Limits) -> None:
    """Run cells; answer `ask` with the value of an expression."""
    del limits
    _serve(control, {"__name__": "__main__", "control": control, "data": data}, data)


def examiner(control: socket.socket, data: socket.socket, limits: Limits) -> None:
    """Run test cells, which may `ask` the candidate."""
    del limits
    late = [0]  # answers to questions that were given up

    def ask(expression: str) -> Any:
        with _uninterrupted():
            _write(data, {"ask": expression})
            late[0] += 1
        answer: dict[str, Any] = {}
        while late[0]:
            select.select([data], [], [])
            with _uninterrupted():
                answer = _read(data)
                late[0] -= 1
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer["ok"]

    _serve(control, {"__name__": "__main__", "ask": ask, "data": data}, None)
