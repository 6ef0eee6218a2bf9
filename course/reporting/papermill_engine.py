"""A papermill engine that runs a notebook in the process it is called in.

papermill's and nbclient's code decides what an output is; see inprocess_kernel.py for what
replaces the kernel. For a freshly forked process only: what a notebook leaves behind stays in the
process.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines
from papermill.log import logger

from course.reporting.inprocess_kernel import start_kernel

NAME = "course-in-process"


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
        cls, nb_man: Any, kernel_name: str, log_output: bool = False, **given: Any
    ) -> Any:
        """Run a notebook's cells; `execution_timeout` and files for streams are papermill's."""
        client = InProcessClient(
            nb_man,
            kernel_name=kernel_name,
            log=logger,
            log_output=log_output,
            timeout=given.get("execution_timeout"),
            stdout_file=given.get("stdout_file"),
            stderr_file=given.get("stderr_file"),
        )
        return client.execute()


def register() -> None:
    """Make the engine known to papermill, in this process."""
    papermill_engines.register(NAME, InProcessEngine)
