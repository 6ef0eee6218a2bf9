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
    """What became of a test cell.

    Attributes
    ----------
    PASSED : "passed"
        The test ran to its end.
    FAILED : "failed"
        An assertion of the test did not hold.
    RAISED : "raised"
        Another error was raised.
    TIMED_OUT : "timed_out"
        The test ran too long.
    KILLED : "killed"
        Its process went beyond a limit, or crashed.
    NOT_ATTEMPTED : "not_attempted"
        The learner wrote nothing that could be tested.
    """

    PASSED = "passed"
    FAILED = "failed"
    RAISED = "raised"
    TIMED_OUT = "timed_out"
    KILLED = "killed"
    NOT_ATTEMPTED = "not_attempted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much of the machine the grading of one notebook may use.

    Two child processes work on a notebook, one for the learner's cells and one for the tests. Each
    has these limits for itself.

    Parameters
    ----------
    cell_s : float
        Seconds that one cell may run.
    total_s : float
        Seconds that the whole notebook may run.
    cpu_s : int
        Seconds of processor time of each process.
    memory_bytes : int
        Address space that a process may add to what it was started with.
    total_memory_bytes : int
        Memory of all processes of one child together, checked now and then.
    processes : int
        Processes and threads of one child, itself included.
    open_files : int
        Files that a process may have open.
    file_bytes : int
        Size of the largest file.
    work_bytes : int
        Size of all files of the working folder, /tmp and /dev/shm together.
    work_files : int
        Number of these files.
    cell_output_bytes : int
        Output of one cell that is kept.
    notebook_output_bytes : int
        Output of the whole notebook that is kept.
    message_bytes : int
        Size of the largest message between the processes.
    by_role_s : mapping of str to float
        Seconds for cells of one role, where they differ from `cell_s`.

    Raises
    ------
    ValueError
        Where a limit is not above 0.
    """

    cell_s: float = 30.0
    total_s: float = 300.0
    cpu_s: int = 120
    memory_bytes: int = 1 << 30
    total_memory_bytes: int = 2 << 30
    processes: int = 64
    open_files: int = 256
    file_bytes: int = 64 << 20
    work_bytes: int = 128 << 20
    work_files: int = 4096
    cell_output_bytes: int = 512 << 10
    notebook_output_bytes: int = 1536 << 10
    message_bytes: int = 8 << 20
    by_role_s: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a limit that limits nothing."""
        values = asdict(self)
        for name, value in (values.pop("by_role_s") | values).items():
            if not value > 0:
                raise ValueError(f"Limits.{name}: expected more than 0, got {value!r}")

    def seconds(self, role: str) -> float:
        """Give the time for a cell of a role."""
        return self.by_role_s.get(role, self.cell_s)


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
class PaperMark:
    """What a learner's paper is worth, of 1: the grader's parent knows it before anything runs.

    `lines` tell the learner how many items were right by topic, and no item. `topics` has the same
    for the record: items right, and items. `opened` is when the learner says that it was opened.
    """

    share: float
    answered: int
    form: int = 0
    paper: str = ""  # its digest
    topics: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    opened: str = ""
    lines: Sequence[str] = ()
    refusal: str = ""  # why nothing counts, such as that the paper is another learner's


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One notebook of one submission, with everything that its grade may depend on.

    Parameters
    ----------
    name : str
        What messages call the notebook.
    submission : bytes or None
        The file that was handed in; None where there is none.
    source : bytes
        The notebook as the author released it, with its hidden tests.
    solution : bytes, optional
        The author's own notebook; it tells which names a learner's code is to define.
    files : Files
        The files beside the notebook.
    limits : Limits
        How much of the machine the grading may use.
    environment : str
        Versions of Python, the grader and the libraries.
    learner : str
        Id of the learner; empty where nobody knows, as in proofs.
    paper : PaperMark, optional
        What the learner's paper is worth; None where papers were not drawn.
    """

    name: str = "notebook.ipynb"
    submission: bytes | None
    source: bytes
    solution: bytes | None = None
    files: Files = field(default_factory=Files)
    limits: Limits = field(default_factory=Limits)
    environment: str = ""
    learner: str = ""
    paper: PaperMark | None = None

    def digest(self) -> str:
        """Give a fingerprint of everything that the grade may depend on.

        Returns
        -------
        str
            SHA-256 in hexadecimal digits. Jobs with the same digest get the same grade.
        """
        total = hashlib.sha256()
        parts: list[bytes] = [
            self.environment.encode(),
            json.dumps(asdict(self.limits), sort_keys=True).encode(),
            self.name.encode("utf-8", "surrogatepass"),
            self.learner.encode("utf-8", "surrogatepass"),
            b"-" if self.submission is None else b"+" + self.submission,
            self.source,
            b"-" if self.solution is None else b"+" + self.solution,
            b"-" if self.paper is None else json.dumps(asdict(self.paper)).encode(),
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
    """What running one cell gave; `verdict` and `points` are None where the cell is no test.

    `clue` is what a learner is told at once of a failure out of sight (`hidden`); `message` is for
    those who may read the test.
    """

    grade_id: str
    verdict: Verdict | None
    points: float | None
    max_points: float
    message: str = ""
    outputs: Sequence[Output] = ()
    course_fault: bool = False  # the test itself could not be run: a person must look
    hidden: bool = False  # it failed where no learner reads, so that only its clue is told
    clue: str = ""  # what the learner is told at once: the kind of case, or a missing name


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What grading one notebook gave.

    Attributes
    ----------
    cells : sequence of CellResult
        One for each code cell.
    notebook : bytes
        The executed notebook, as nbgrader's `autograded/` holds it.
    damage : sequence of str
        What of the submission could not be used, in sentences.
    untouched : frozenset of str
        Names of the cells in which the learner changed nothing.
    sandboxed : bool
        Whether the learner's code was locked up.
    seconds : float
        How long it took.
    """

    cells: Sequence[CellResult]
    notebook: bytes = b""
    damage: Sequence[str] = ()
    untouched: frozenset[str] = frozenset()
    sandboxed: bool = True
    seconds: float = 0.0

    @property
    def points(self) -> float:
        """Points of all test cells together."""
        return sum(cell.points or 0.0 for cell in self.cells)
