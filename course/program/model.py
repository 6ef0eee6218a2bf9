"""The program as one frozen value, and what follows from it: look-ups and dates.

Not how a file is read (loading.py), and not what is wrong with it (schema_faults.py, checks.py).
"""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from course.errors import Problem, ProgramError, nearest
from course.program.outcomes import (
    CertificationProgram,
    EffectivenessTargets,
    FeedbackSystem,
    GradingLimits,
    IncidentSimulation,
    LevelAssessment,
    OperationalTargets,
    PracticalProject,
    ProgramEvolution,
    SampleSizes,
)
from course.program.teaching import (
    Defaults,
    DrillPlan,
    PaperPlan,
    Phase,
    Platform,
    Section,
    SessionTemplate,
    Task,
    Track,
    TrainingModule,
)
from course.program.terms import CourseId, Language, PlanPart, Text, Texts, optional


class Program(PlanPart):
    """The whole plan of the course, as program.toml has it.

    It never changes; `starting` gives a copy with other dates.
    """

    model_config = ConfigDict(title="Engineering excellence program") | optional("papers", "drills")

    course_id: CourseId = Field(description="nbgrader's name of the course")
    title: Text = Field(description="title as people read it")
    language: Language = Field(description="language of the material, as in HTML's lang")
    objectives: Texts = Field(description="what the program is for")
    defaults: Defaults = Field(description="numbers that many entries share")
    tracks: Annotated[tuple[Track, ...], Field(min_length=1)] = Field(
        description="tracks, by level"
    )
    modules: Annotated[tuple[TrainingModule, ...], Field(min_length=1)] = Field(
        description="subjects in the order of their ids"
    )
    phases: Annotated[tuple[Phase, ...], Field(min_length=1)] = Field(
        description="phases, in order"
    )
    papers: tuple[PaperPlan, ...] = Field(
        default=(), description="assignments in which each learner gets a paper of their own"
    )
    drills: tuple[DrillPlan, ...] = Field(
        default=(), description="graded incidents that are drawn for each learner"
    )
    timeline: Annotated[tuple[Section, ...], Field(min_length=1)] = Field(
        description="dated tasks by section"
    )
    session: SessionTemplate = Field(description="what every session is made from")
    platform: Platform = Field(description="features that are switched on")
    simulation: IncidentSimulation = Field(description="numbers of the incident training")
    certification: CertificationProgram = Field(
        description="rules of certificates, badges and rewards"
    )
    effectiveness: EffectivenessTargets = Field(description="targets of the training")
    operational: OperationalTargets = Field(description="targets of operations")
    sample_sizes: SampleSizes = Field(description="how many values it takes to show a mean")
    feedback: FeedbackSystem = Field(description="how opinions lead to changes")
    evolution: ProgramEvolution = Field(description="how the program changes")
    grading: GradingLimits = Field(description="limits for learners' code")

    @property
    def tasks(self) -> tuple[Task, ...]:
        """All tasks of the timeline, section by section."""
        return tuple(task for section in self.timeline for task in section.tasks)

    @property
    def starts(self) -> date:
        """First day of the first task."""
        return min(task.starts for task in self.tasks)

    @property
    def ends(self) -> date:
        """Last day of the last task, itself included."""
        return max(task.ends for task in self.tasks)

    def module(self, module_id: str) -> TrainingModule:
        """Look up a module.

        Parameters
        ----------
        module_id : str
            Its id, such as `101-system-architecture`.

        Returns
        -------
        TrainingModule
            The module.

        Raises
        ------
        ProgramError
            Where there is none. It names the most similar id.
        """
        for module in self.modules:
            if module.id == module_id:
                return module
        raise ProgramError(
            f"unknown module {module_id!r}{nearest(module_id, (m.id for m in self.modules))}"
        )

    @property
    def assignments(self) -> frozenset[str]:
        """Ids of what is no module and yet handed in: assessments, projects, what has papers."""
        levels = self.certification.levels
        named = {a.assignment for rules in levels for a in rules.assessments}
        named |= {p.assignment for rules in levels for p in rules.practical_projects}
        named |= {plan.assignment for plan in self.papers}
        return frozenset(name for name in named if name)

    def assessment(self, assignment: str) -> tuple[int, LevelAssessment] | None:
        """Look up what is taken by an assignment.

        Parameters
        ----------
        assignment : str
            Its folder in source/.

        Returns
        -------
        tuple of int and LevelAssessment, or None
            Level and rules; None where it is no level's assessment.
        """
        return next(
            (
                (rules.level, rule)
                for rules in self.certification.levels
                for rule in rules.assessments
                if rule.assignment == assignment
            ),
            None,
        )

    def project(self, assignment: str) -> tuple[int, PracticalProject] | None:
        """Look up which project is handed in by an assignment.

        Parameters
        ----------
        assignment : str
            Its folder in source/.

        Returns
        -------
        tuple of int and PracticalProject, or None
            Level and project; None where it is no level's project.
        """
        return next(
            (
                (rules.level, project)
                for rules in self.certification.levels
                for project in rules.practical_projects
                if project.assignment == assignment
            ),
            None,
        )

    def paper(self, assignment: str) -> PaperPlan | None:
        """Look up how the papers of an assignment are drawn.

        Parameters
        ----------
        assignment : str
            Its folder in source/.

        Returns
        -------
        PaperPlan or None
            None where everybody gets the same.
        """
        return next((plan for plan in self.papers if plan.assignment == assignment), None)

    def drill(self, drill_id: str) -> DrillPlan:
        """Look up a graded drill.

        Parameters
        ----------
        drill_id : str
            Its id, such as `drill-01`.

        Returns
        -------
        DrillPlan
            The drill.

        Raises
        ------
        ProgramError
            Where there is none.
        """
        for plan in self.drills:
            if plan.id == drill_id:
                return plan
        known = ", ".join(plan.id for plan in self.drills) or "none"
        raise ProgramError(Problem("drill", f"expected one of {known}, got {drill_id!r}"))

    def track(self, level: int) -> Track:
        """Look up a track.

        Parameters
        ----------
        level : int
            Its level, 1 to 3.

        Returns
        -------
        Track
            The track.

        Raises
        ------
        ProgramError
            Where there is none.
        """
        for track in self.tracks:
            if track.level == level:
                return track
        raise ProgramError(f"no track of level {level}")

    def due(self, module_id: str) -> date:
        """Give the last day of a module: that of the last task of the timeline that teaches it.

        Parameters
        ----------
        module_id : str
            Its id.

        Returns
        -------
        date
            The day.

        Raises
        ------
        ProgramError
            Where there is no such module.
        """
        module = self.module(module_id)
        return max(task.ends for task in self.tasks if module.id in task.modules)

    def week(self, number: int) -> date:
        """Give the first day of a week.

        Parameters
        ----------
        number : int
            1 is the week that begins with the first task.

        Returns
        -------
        date
            The day.
        """
        return self.starts + timedelta(weeks=number - 1)

    def as_data(self) -> dict[str, Any]:
        """Give everything as data that JSON can hold.

        Returns
        -------
        dict
            A key for each attribute. The dates that follow from the others are in it, too: first
            and last day, the end of each task, and when each module is due.
        """
        data = self.model_dump(mode="json")
        data |= {"starts": self.starts.isoformat(), "ends": self.ends.isoformat()}
        for shown, section in zip(data["timeline"], self.timeline, strict=True):
            for bar, task in zip(shown["tasks"], section.tasks, strict=True):
                bar["ends"] = task.ends.isoformat()
        for shown, module in zip(data["modules"], self.modules, strict=True):
            shown["due"] = self.due(module.id).isoformat()
        return data

    def starting(self, first_day: date) -> "Program":
        """Give the same program on other dates. Lengths and gaps stay as they are.

        Parameters
        ----------
        first_day : date
            The day on which the first task starts.

        Returns
        -------
        Program
            The program with every date moved by the same number of days.

        Raises
        ------
        ProgramError
            Where the last day would lie beyond the year 9999.
        """
        shift = first_day - self.starts
        if date.max - first_day < self.ends - self.starts:
            latest = date.max - (self.ends - self.starts)
            raise ProgramError(f"start: expected {latest} or earlier, got {first_day}")
        timeline = tuple(
            section.model_copy(
                update={
                    "tasks": tuple(
                        task.model_copy(update={"starts": task.starts + shift})
                        for task in section.tasks
                    )
                }
            )
            for section in self.timeline
        )
        return self.model_copy(update={"timeline": timeline})


def ready_modules(program: Program, module_id: str | None) -> list[TrainingModule]:
    """Choose the modules on which learners can work.

    Parameters
    ----------
    program : Program
        The plan.
    module_id : str or None
        The only module to choose; None chooses all that are ready.

    Returns
    -------
    list of TrainingModule
        In the order of the plan.

    Raises
    ------
    ProgramError
        Where there is no such module, or it is planned and not ready yet.
    """
    if module_id is None:
        return [module for module in program.modules if module.status == "ready"]
    module = program.module(module_id)
    if module.status != "ready":
        what = "planned, not ready: there is nothing to work on yet"
        raise ProgramError(Problem(module_id, what))
    return [module]


def modules_to_release(
    program: Program, folders: Collection[str], module_id: str | None
) -> list[str]:
    """Choose what is ready by the program; of another course, whose folders it does not know, all.

    Parameters
    ----------
    program : Program
        The plan.
    folders : collection of str
        Names of the folders in the course's `source/`.
    module_id : str or None
        The only module to choose, or one such folder.

    Returns
    -------
    list of str
        Ids of modules, or names of folders.

    Raises
    ------
    ProgramError
        Where there is no such module, or it is planned and not ready yet.
    """
    strange = set(folders) - {module.id for module in program.modules}
    if module_id in strange:
        return [module_id]
    if module_id is None and strange and strange == set(folders):
        return sorted(folders)
    return [module.id for module in ready_modules(program, module_id)]
