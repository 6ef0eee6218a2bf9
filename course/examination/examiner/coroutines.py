"""Coroutines of a learner's, awaited by a test, and a test's, awaited by the answer.

Each side has an event loop of its own. While a test awaits an answer, both take turns: the
candidate's loop goes on until it has nothing to do, and tells what has ended, what it wants from
the test's coroutines, and when it must go on. So `gather` overlaps as it does in one process.
"""

import asyncio
import inspect
import threading
from collections.abc import Coroutine
from typing import Any, Protocol

from course.examination.wire.codecs import WireError


class Awaits(Protocol):
    """What is needed of the examiner."""

    def ask(self, operation: str, *arguments: Any) -> Any:
        """Ask the candidate."""

    def raisable(self, error: BaseException) -> BaseException:
        """Give what a test meets in the place of an answer's exception."""

    def served(self, function: Any, args: Any, pairs: Any) -> Any:
        """Call what the candidate may call."""


class Turns:
    """The learner's coroutines that a test awaits, in whatever loop the test runs."""

    def __init__(self, examiner: Awaits) -> None:
        self.examiner = examiner
        self.loop: asyncio.AbstractEventLoop | None = None
        self.awaited: dict[int, asyncio.Future[Any]] = {}
        self.ended: list[tuple[int, bool | None, Any]] = []  # the test's own, for the candidate
        self.helping: set[asyncio.Task[None]] = set()
        self.wake = asyncio.Event()
        self.turning: asyncio.Task[None] | None = None

    async def wait(self, thing: Any) -> Any:
        """Await something of the candidate's; without a loop it runs to its end at once."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return self.examiner.ask("await", thing)
        if loop is not self.loop:
            self._move(loop)
        number = self.examiner.ask("begin", thing)
        future = self.awaited[number] = loop.create_future()
        if self.turning is None or self.turning.done():
            self.turning = loop.create_task(self._take_turns(loop))
        while not future.done():
            try:
                await asyncio.wait([future])
            except asyncio.CancelledError:
                self.examiner.ask("cancel", number)
                self.wake.set()
        return future.result()

    def _move(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin anew in another loop; what waited in the last one is given up."""
        for number in self.awaited:
            self.examiner.ask("cancel", number)
        self.loop, self.turning, self.wake = loop, None, asyncio.Event()
        self.awaited, self.ended, self.helping = {}, [], set()

    async def _take_turns(self, loop: asyncio.AbstractEventLoop) -> None:
        await asyncio.sleep(0)  # others that begin in the same step
        while self.awaited:
            try:
                done = self._turn(loop)
            except BaseException as error:
                for future in self.awaited.values():
                    if not future.done():
                        future.set_exception(error)
                self.awaited.clear()
                raise
            if done or self.ended:
                await asyncio.sleep(0)
                continue
            self.wake.clear()
            try:
                await asyncio.wait_for(self.wake.wait(), self.delay)
            except TimeoutError:
                continue

    def _turn(self, loop: asyncio.AbstractEventLoop) -> bool:
        """Let the candidate's loop go on; tell whether something that was awaited has ended."""
        ended, self.ended = self.ended, []
        answer = self.examiner.ask("advance", tuple(ended))
        if type(answer) is not tuple or len(answer) != 3:
            raise WireError("a turn tells what has ended, what is wanted, and when to go on")
        done, wanted, self.delay = answer
        if self.delay is not None and type(self.delay) is not float:
            raise WireError("a delay is a number")
        for number, good, value in done:
            future = self.awaited.pop(number, None)
            if future is None or future.done():
                continue
            if good is None:
                future.cancel()
            elif good:
                future.set_result(value)
            else:
                future.set_exception(self.examiner.raisable(value))
        for number, function, args, pairs in wanted:
            task = loop.create_task(self._help(number, function, args, pairs))
            self.helping.add(task)
            task.add_done_callback(self.helping.discard)
        return bool(done)

    async def _help(self, number: int, function: Any, args: Any, pairs: Any) -> None:
        """Await a coroutine of the test's for the answer."""
        outcome: tuple[int, bool | None, Any]
        try:
            if isinstance(function, Coroutine):
                outcome = (number, True, await function)
            else:
                value = self.examiner.served(function, args, pairs)
                outcome = (number, True, await value if hasattr(value, "__await__") else value)
        except asyncio.CancelledError:
            outcome = (number, None, None)
        except Exception as error:
            self.examiner.raisable(error)
            outcome = (number, False, error)
        self.ended.append(outcome)
        self.wake.set()


def finished(thing: Any) -> Any:
    """Run a coroutine of the examiner's to its end, beside whatever loop is running."""
    if not inspect.isawaitable(thing):
        return thing
    results: list[Any] = []

    async def wait() -> Any:
        return await thing

    def work() -> None:
        try:
            results.append((True, asyncio.run(wait())))
        except BaseException as error:  # it is raised again below
            results.append((False, error))

    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    good, value = results[0]
    if good:
        return value
    raise value
