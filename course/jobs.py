"""What goes into grading and what comes out: values only, no behaviour beyond their own checks.

A `Job` holds all that a grade may depend on, so its digest is the cache's key. Standard library
only: both children and the zygote import this file.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Literal, TypeAlias

Role: TypeAlias = Literal["own", "locked", "solution", "test"]
Output: TypeAlias = dict[str, Any]  # one entry of an nbformat code cell's `outputs`


class Verdict(StrEnum):
    """What a test cell says about a submission."""

    PASSED = "passed"
    FAILED = "failed"
    RAISED = "raised"
    TIMED_OUT = "timed_out"
    KILLED = "killed"
    NOT_ATTEMPTED = "not_attempted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much of the machine one submission may use; each child process gets its own share."""

    cell_s: float = 30.0  # wall time of one cell
    total_s: float = 300.0  # wall time of one notebook
    cpu_s: int = 120  # CPU time of each process
    memory_bytes: int = 1 << 30  # address space that a process may add to the image of the zygote
    total_memory_bytes: int = 2 << 30  # of all processes of one child, looked at now and then
    processes: int = 64  # processes and threads of one child, itself included
    open_files: int = 256
    file_bytes: int = 64 << 20  # largest file
    work_bytes: int = 128 << 20  # all files of the work folder, /tmp and /dev/shm together
    work_files: int = 4096
    cell_output_bytes: int = 512 << 10
    notebook_output_bytes: int = 1536 << 10
    message_bytes: int = 8 << 20  # largest message on a control socket

    def __post_init__(self) -> None:
        """Refuse a limit that limits nothing."""
        for name, value in asdict(self).items():
            if not value > 0:
                raise ValueError(f"Limits.{name}: expected more than 0, got {value!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One code cell to run; `id` is its nbgrader grade_id, or what reconcile calls it."""

    id: str
    source: str
    role: Role
    max_points: float = 0.0
    timeout_s: float | None = None  # Limits.cell_s where None


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """Files beside the notebook, by relative posix name; pristine ones win over submitted ones."""

    submitted: Mapping[str, bytes] = field(default_factory=dict)
    pristine: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One notebook of one submission, with everything that its grade may depend on."""

    name: str = "notebook.ipynb"  # as messages call it
    submission: bytes | None  # None: no file was handed in
    source: bytes
    solution: bytes | None = None  # the author's own notebook, to know which names are whose
    files: Files = field(default_factory=Files)
    limits: Limits = field(default_factory=Limits)
    environment: str = ""  # versions of Python, the grader and the libraries
    learner: str = ""  # whose submission it is; "": nobody knows, as in proofs

    def digest(self) -> str:
        """Return the hex SHA-256 of all that the grade may depend on."""
        total = hashlib.sha256()
        parts: list[bytes] = [
            self.environment.encode(),
            json.dumps(asdict(self.limits), sort_keys=True).encode(),
            self.name.encode("utf-8", "surrogatepass"),
            self.learner.encode("utf-8", "surrogatepass"),
            b"-" if self.submission is None else b"+" + self.submission,
            self.source,
            b"-" if self.solution is None else b"+" + self.solution,
        ]
        for folder in (self.files.submitted, self.files.pristine):
            parts.append(b"%d" % len(folder))
            for name in sorted(folder):
                parts += [name.encode("utf-8", "surrogatepass"), folder[name]]
        for part in parts:  # each part by its own hash: no two lists of parts look alike
            total.update(hashlib.sha256(part).digest())
        return total.hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class CellResult:
    """What running one cell gave; `verdict` and `points` are None where the cell is no test."""

    grade_id: str
    verdict: Verdict | None
    points: float | None
    max_points: float
    message: str = ""
    outputs: Sequence[Output] = ()
    course_fault: bool = False  # the test itself could not be run: a person must look


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What grading one notebook gave."""

    cells: Sequence[CellResult]
    notebook: bytes = b""  # as nbgrader's autograded/ would hold it
    damage: Sequence[str] = ()
    untouched: frozenset[str] = frozenset()  # solution cells that still hold the released text
    sandboxed: bool = True
    seconds: float = 0.0

    @property
    def points(self) -> float:
        """The points of all test cells."""
        return sum(cell.points or 0.0 for cell in self.cells)
