"""paper.json, as a learner has it, and the register of what was drawn for whom.

    PAPERS/<assignment>/stock-<digest>.json   blueprint and items with keys, as a form took them
    PAPERS/<assignment>/drawn.json            by form its stock and secret, by learner the papers

The register lies in the course's own folder, mode 0700, and makes drawing again give the same
paper whatever happens to the banks. paper.json is a stranger's file wherever it is read.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from string import ascii_lowercase
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from course.errors import (
    CredentialError,
    GradingError,
    Problem,
    ProgramError,
    validation_problems,
)
from course.files import locked, read_plain, strict_json, write_whole
from course.papers.course_secret import CourseSecret
from course.papers.drawing import DrawnShare, Paper, PaperStock, draw
from course.papers.item_banks import bank_path, read_bank
from course.program import PaperPlan

PAPER_FILE: Final = "paper.json"
PAPERS: Final = "papers"  # in the course's folder, and in the exchange
MOST_BYTES: Final = 512 << 10
MOST_REGISTER: Final = 16 << 20
_DRAWN: Final = "drawn.json"
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{16,64}$")]
Line = Annotated[str, Field(max_length=4000)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class AskedItem(_Strict):
    """One item of a paper.json; options are lettered in their order."""

    id: Annotated[str, Field(pattern=r"^q[0-9]{2,3}$")]
    topic: Annotated[str, Field(max_length=40)]
    kind: Literal["single", "several", "number"]
    prompt: Line
    code: Line = ""
    unit: Annotated[str, Field(max_length=40)] = ""
    choose: Annotated[int, Field(ge=1, le=len(ascii_lowercase))] | None = None
    options: Annotated[tuple[Line, ...], Field(max_length=8)] = ()


class AskedPaper(_Strict):
    """What a paper.json says. `paper` names it: no two papers of a course have the same."""

    format: Annotated[int, Field(ge=1, le=1)]
    assignment: Annotated[str, Field(max_length=200)]
    title: Annotated[str, Field(max_length=200)]
    learner: Annotated[str, Field(max_length=200)]
    form: Annotated[int, Field(ge=1, le=99)]
    variant: Annotated[str, Field(max_length=200)]
    seed: Annotated[int, Field(ge=0, lt=1 << 48)]
    paper: Digest
    items: Annotated[tuple[AskedItem, ...], Field(max_length=200)]

    @property
    def answers_id(self) -> str:
        """Id of the widget, and so name of the file, that holds the answers to this paper."""
        return answers_id(self.paper)

    @property
    def opening_id(self) -> str:
        """Name of the file that keeps when it was shown for the first time."""
        return opening_id(self.paper)


def answers_id(digest: str) -> str:
    """Name the answers to a paper: those to another paper have another name."""
    return f"paper-{digest[:16]}"


def opening_id(digest: str) -> str:
    """Name the file that keeps when a paper was shown for the first time."""
    return f"opened-{digest[:16]}"


def asked(content: bytes) -> AskedPaper:
    """Read a paper.json. Raises ValueError with what is wrong."""
    data = strict_json(content)
    try:
        return AskedPaper.model_validate_json(json.dumps(data))
    except ValidationError as error:
        raise ValueError(str(next(validation_problems(error)))) from None


class DrawnPaper(_Strict):
    """A paper that was drawn: its form, its name, and when (naive, UTC)."""

    form: Annotated[int, Field(ge=1, le=99)]
    paper: Digest
    at: datetime


class _DrawnForm(_Strict):
    stock: Digest
    secret: Digest


class _Drawn(_Strict):
    format: Literal[1] = 1
    forms: Mapping[str, _DrawnForm] = {}
    learners: Mapping[str, tuple[DrawnPaper, ...]] = {}


@dataclass(kw_only=True)
class PaperRegister:
    """What was drawn for one assignment: by learner, the papers in the order of their forms."""

    folder: Path
    assignment: str
    secret: CourseSecret | None = None  # None: only to look at
    _drawn: _Drawn = field(default_factory=_Drawn)
    _stocks: dict[str, PaperStock] = field(default_factory=dict)

    @property
    def learners(self) -> Mapping[str, tuple[DrawnPaper, ...]]:
        """Papers by learner."""
        return self._drawn.learners

    @property
    def secrets(self) -> Mapping[int, str]:
        """Digest of the secret by form."""
        return {int(form): one.secret for form, one in self._drawn.forms.items()}

    def require_secret(self) -> CourseSecret:
        """Give the secret that all forms were drawn with. Raises CredentialError for any other."""
        if self.secret is None:
            raise CredentialError(Problem(self.assignment, "no secret was read"))
        others = sorted({one for one in self.secrets.values() if one != self.secret.digest})
        if others:
            forms = ", ".join(str(f) for f, d in sorted(self.secrets.items()) if d in others)
            count = len(self.learners)
            what = (
                f"form {forms} was drawn for {count} learner{'s' * (count != 1)} with the secret "
                f"{', '.join(others)}; the one here is {self.secret.digest}. Put that file back "
                "(COURSE_SECRET names it): without it nobody can draw these papers again"
            )
            raise CredentialError(Problem(self.assignment, what))
        return self.secret

    def owner(self, digest: str) -> tuple[str, int] | None:
        """Say for whom a paper was drawn, and as which form."""
        for learner, papers in self.learners.items():
            for one in papers:
                if one.paper == digest:
                    return learner, one.form
        return None

    def papers(self, learner: str) -> list[Paper]:
        """Draw a learner's papers again, in the order of their forms; none where none was drawn.

        Raises CredentialError for another secret, and GradingError where the register is damaged.
        """
        return self._papers(learner, self.learners.get(learner, ()))

    def until(self, learner: str, form: int) -> datetime | None:
        """When a later form took the place of this one; None while it has not."""
        later = (one.at for one in self.learners.get(learner, ()) if one.form > form)
        return min(later, default=None)

    def _papers(self, learner: str, drawn: Iterable[DrawnPaper]) -> list[Paper]:
        secret = self.require_secret()
        papers: list[Paper] = []
        before: set[str] = set()
        for one in drawn:
            paper = draw(secret, self._stock(one.form), learner, one.form, before)
            if paper.digest != one.paper:
                what = f"the paper of {learner}, form {one.form}, cannot be drawn again as it was"
                raise GradingError(Problem(self.assignment, what))
            before |= {item.bank_id for item in paper.items}
            papers.append(paper)
        return papers

    def take_form(self, form: int, stock: PaperStock) -> None:
        """Begin a form with what the banks hold now; one that has begun stays as it is."""
        if str(form) in self._drawn.forms:
            return
        secret = self.require_secret()
        content = stock.model_dump_json(indent=1).encode()
        digest = hashlib.sha256(content).hexdigest()
        write_whole(self.folder / f"stock-{digest}.json", content, mode=0o600)
        taken = _DrawnForm(stock=digest, secret=secret.digest)
        self._write(_Drawn(forms={**self._drawn.forms, str(form): taken}, learners=self.learners))

    def add(self, learner: str, form: int) -> Paper:
        """Draw a learner's paper of a form that has begun, and note it; or give the one noted.

        Raises GradingError for a form below one that the learner has already.
        """
        drawn = self.learners.get(learner, ())
        if drawn and drawn[-1].form >= form:
            if drawn[-1].form > form:
                what = f"{learner} has form {drawn[-1].form} already; a form never goes back"
                raise GradingError(Problem(self.assignment, what))
            return self._papers(learner, drawn)[-1]
        before = {i.bank_id for paper in self._papers(learner, drawn) for i in paper.items}
        paper = draw(self.require_secret(), self._stock(form), learner, form, before)
        now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
        noted = (*drawn, DrawnPaper(form=form, paper=paper.digest, at=now))
        learners = dict(sorted({**self.learners, learner: noted}.items()))
        self._drawn = _Drawn(forms=self._drawn.forms, learners=learners)
        return paper

    def keep(self) -> None:
        """Write what `add` noted."""
        self._write(self._drawn)

    def _write(self, drawn: _Drawn) -> None:
        self._drawn = drawn
        write_whole(self.folder / _DRAWN, drawn.model_dump_json(indent=1) + "\n", mode=0o600)

    def _stock(self, form: int) -> PaperStock:
        digest = self._drawn.forms[str(form)].stock
        if digest not in self._stocks:
            name = f"stock-{digest}.json"
            try:
                content = read_plain(self.folder / name, MOST_REGISTER)
                if hashlib.sha256(content).hexdigest() != digest:
                    raise ValueError("its digest is another: it was changed")  # noqa: TRY301
                self._stocks[digest] = PaperStock.model_validate_json(content)
            except (OSError, ValueError) as error:
                why = getattr(error, "strerror", None) or str(error)
                place = f"{self.assignment}: {name}"
                what = f"{why}; put the file back from the course's backup"
                raise GradingError(Problem(place, what)) from error
        return self._stocks[digest]


def stock_of(course_dir: Path, plan: PaperPlan) -> PaperStock:
    """Join the banks of a plan as they are now.

    Raises ProgramError: a bank cannot be read, or there are too few items for one paper.
    """
    problems: list[Problem] = []
    items = []
    for module_id in plan.banks:
        path = bank_path(course_dir, module_id)
        try:
            bank = read_bank(path, path.relative_to(course_dir).as_posix())
        except ProgramError as error:
            problems += error.problems
        else:
            number = module_id.split("-")[0]
            items += [
                item.model_copy(update={"id": f"{number}-{item.id}"})
                for item in bank
                if item.drawable
            ]
    if problems:
        raise ProgramError(problems)
    stock = PaperStock(
        assignment=plan.assignment,
        title=plan.title,
        shares=tuple(
            DrawnShare(topic=row.topic, column=row.column, items=row.items)
            for row in plan.blueprint
        ),
        variants=plan.variants,
        items=tuple(items),
    )
    if shortages := list(stock.shortages()):
        raise ProgramError(shortages)
    return stock


def read_register(
    root: Path, assignment: str, secret: CourseSecret | None = None
) -> PaperRegister | None:
    """Read the register of an assignment; None where no paper was drawn for it.

    Raises GradingError where it is damaged.
    """
    folder = root / PAPERS / assignment
    try:
        raw = read_plain(folder / _DRAWN, MOST_REGISTER)
        drawn = _Drawn.model_validate_json(json.dumps(strict_json(raw)))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except ValidationError as error:
        problems = validation_problems(error, f"{assignment}: {_DRAWN}")
        raise GradingError(problems) from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise GradingError(Problem(f"{assignment}: {_DRAWN}", why)) from error
    return PaperRegister(folder=folder, assignment=assignment, secret=secret, _drawn=drawn)


def open_register(root: Path, assignment: str, secret: CourseSecret) -> PaperRegister:
    """Read the register of an assignment, or begin one. The caller holds `register_lock`."""
    known = read_register(root, assignment, secret)
    if known is not None:
        return known
    folder = root / PAPERS / assignment
    for place in (root / PAPERS, folder):
        place.mkdir(exist_ok=True, mode=0o700)
    return PaperRegister(folder=folder, assignment=assignment, secret=secret)


def register_lock(root: Path) -> Any:
    """Hold the lock of all registers of a course, as a context."""
    (root / PAPERS).mkdir(exist_ok=True, mode=0o700)
    return locked(root / PAPERS)
