"""What comes of it: incidents, certification, recognition, targets, feedback, evolution."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from course.program.terms import (
    AssessmentType,
    AssignmentId,
    Cadence,
    Change,
    Count,
    Level,
    ModuleId,
    Name,
    Names,
    Percent,
    PlanPart,
    Score,
    Share,
    Target,
    Text,
    Texts,
    optional,
)


class PracticeScenario(PlanPart):
    """What fails in an incident."""

    type: Text = Field(description="one of the simulation's types")
    severity: Count = Field(description="one of the simulation's severities; 1 is the gravest")
    description: Text = Field(description="what is seen, in a few words")


class ResponseTask(PlanPart):
    """Something to do in an incident."""

    name: Text = Field(description="name as people read it")
    points: Count = Field(description="points for doing it well")


ResponseTasks = Annotated[tuple[ResponseTask, ...], Field(min_length=1)]


class TasksByPhase(PlanPart):
    """What to do in an incident, by phase."""

    detection: ResponseTasks = Field(description="noticing")
    analysis: ResponseTasks = Field(description="understanding")
    resolution: ResponseTasks = Field(description="mending")
    communication: ResponseTasks = Field(description="telling")


class Evaluation(PlanPart):
    """How an incident run is looked at."""

    metrics: Names = Field(description="what is measured")
    criteria: Texts = Field(description="what is judged")
    feedback: Texts = Field(description="headings of the feedback")


class IncidentSimulation(PlanPart):
    """What scenarios may be, and the plan's example of one."""

    types: Texts = Field(description="types of scenario")
    severities: Annotated[tuple[Count, ...], Field(min_length=1)] = Field(
        description="severities of scenario"
    )
    scenario: PracticeScenario = Field(description="the example's scenario")
    tasks: TasksByPhase = Field(description="the example's tasks by phase")
    evaluation: Evaluation = Field(description="how the example is evaluated")

    @property
    def points(self) -> int:
        """Sum of the points of all tasks."""
        phases = self.tasks
        every = (*phases.detection, *phases.analysis, *phases.resolution, *phases.communication)
        return sum(task.points for task in every)


class Requirement(PlanPart):
    """Something that a level asks for."""

    words: Text = Field(description="the requirement as people read it")
    needs: Literal["modules", "assessments", "projects"] = Field(
        description="all modules of the level passed, all its assessments, or one of its projects"
    )


class LevelAssessment(PlanPart):
    """An assessment of a level; each must be passed, and they are never blended."""

    model_config = optional("passing_score", "topic_floor", "assignment", "minutes")

    type: AssessmentType = Field(description="answers to questions, or work on a system")
    assignment: AssignmentId | None = Field(
        default=None, description="folder in source/ that it is taken in; left out: elsewhere"
    )
    minutes: Count | None = Field(
        default=None, description="time that it is meant to take; recorded beside, never enforced"
    )
    passing_score: Percent = Field(description="percent of the points; left out: the default")
    topic_floor: Percent = Field(
        default=0,
        description="least percent in each topic or project; left out: the default, 0: none",
    )
    topics: tuple[Text, ...] = Field(default=(), description="subjects of a theoretical one")
    projects: tuple[Text, ...] = Field(default=(), description="subjects of a practical one")


class ProjectRequirement(PlanPart):
    """What a project must measure: a change against its baseline, a guard, or a value reached."""

    words: Text = Field(description="the requirement as people read it")
    metric: Name = Field(description="what is measured, with its unit")
    direction: Literal["decrease", "increase"] = Field(description="which way is better")
    at_least_percent: Share = Field(
        default=0, description="least change in percent of the baseline; 0: any change at all"
    )
    at_most_worse_percent: Share | None = Field(
        default=None,
        description="a guard: no change is needed, and so many percent of the baseline may be lost",
    )
    reaches: Target | None = Field(
        default=None, description="the value afterwards that is enough, whatever it was before"
    )

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        asked = (
            self.at_least_percent > 0,
            self.at_most_worse_percent is not None,
            self.reaches is not None,
        )
        if sum(asked) > 1:
            raise ValueError(
                "expected one of at_least_percent, at_most_worse_percent and reaches, got several"
            )
        return self


class PracticalProject(PlanPart):
    """A piece of work that a level asks for."""

    model_config = optional("duration_days", "assignment")

    name: Text = Field(description="name as people read it")
    assignment: AssignmentId | None = Field(
        default=None, description="folder in source/ that it is handed in by; left out: elsewhere"
    )
    requirements: Annotated[tuple[ProjectRequirement, ...], Field(min_length=1)] = Field(
        description="what it must achieve, all of it"
    )
    duration_days: Count = Field(description="working days; left out: the default")


class CertificationLevel(PlanPart):
    """What a level's certificate takes."""

    level: Level = Field(description="which level")
    requirements: Annotated[tuple[Requirement, ...], Field(min_length=1)] = Field(
        description="what must be done, all of it"
    )
    assessments: Annotated[tuple[LevelAssessment, ...], Field(min_length=1)] = Field(
        description="what must be passed, all of it"
    )
    practical_projects: Annotated[tuple[PracticalProject, ...], Field(min_length=1)] = Field(
        description="projects to choose from"
    )


class Metric(PlanPart):
    """A quantity that is tracked, and where it should be."""

    model_config = optional("target", one_of=("target", "target_of"))

    name: Name = Field(description="the quantity")
    target: Target = Field(description="where it should be, in its unit")
    target_of: Text | None = Field(
        default=None,
        description="take the target of this one instead, such as effectiveness.feedback_scores",
    )
    unit: Literal["percent", "days", "score"] = Field(description="unit of value and target")
    better: Literal["higher", "lower"] = Field(default="higher", description="which way is better")
    counts: Literal["learners", "responses"] = Field(
        description="what n counts: fewer than the sample size gives 'too few', not a number"
    )


Metrics = Annotated[tuple[Metric, ...], Field(min_length=1)]


class Tracking(PlanPart):
    """What is watched while a cohort works."""

    progress: Metrics = Field(description="how far learners are")
    completion: Metrics = Field(description="how many finish, and how soon")
    feedback: Metrics = Field(description="what learners say")


class Criterion(PlanPart):
    """What earns a badge or reward, for a machine to check; exactly one of its keys."""

    model_config = optional(one_of=("module", "incidents", "top_learners", "levels"))

    module: ModuleId | None = Field(default=None, description="module to pass")
    incidents: Count | None = Field(
        default=None, description="number of incidents to handle successfully"
    )
    top_learners: Count | None = Field(
        default=None, description="how many of a cohort, counted from the highest score"
    )
    levels: Annotated[tuple[Level, ...], Field(min_length=1)] | None = Field(
        default=None, description="levels to be certified in"
    )


class Badge(PlanPart):
    """A credential for one achievement."""

    name: Text = Field(description="name as people read it")
    criteria: Text = Field(description="what earns it, in words")
    earned_by: Criterion = Field(description="what earns it, for a machine")


class Certificate(PlanPart):
    """A credential for a level; it expires."""

    model_config = optional("validity_years")

    name: Text = Field(description="name as people read it")
    level: Level = Field(description="level that it certifies")
    validity_years: Count = Field(description="years until it expires; left out: the default")


class Reward(PlanPart):
    """Something given beside credentials."""

    name: Text = Field(description="name as people read it")
    criteria: Text = Field(description="what earns it, in words")
    earned_by: Criterion = Field(description="what earns it, for a machine")


class Recognition(PlanPart):
    """What can be earned."""

    renewal_window_days: Count = Field(
        description="days before expiry from which a certificate can be renewed"
    )
    badges: tuple[Badge, ...] = Field(description="credentials for one achievement")
    certificates: tuple[Certificate, ...] = Field(description="credentials for a level")
    rewards: tuple[Reward, ...] = Field(description="gifts")


class CertificationProgram(PlanPart):
    """What certificates take, what is tracked, what can be earned."""

    levels: Annotated[tuple[CertificationLevel, ...], Field(min_length=1)] = Field(
        description="what each level takes"
    )
    tracking: Tracking = Field(description="what is watched meanwhile")
    recognition: Recognition = Field(description="what can be earned")


class EffectivenessTargets(PlanPart):
    """Whether the training works: where its measures should be."""

    completion_rate: Share = Field(description="percent of learners who complete")
    assessment_scores: Share = Field(description="mean percent of an assessment's points")
    practical_application: Share = Field(description="percent who apply it at work")
    feedback_scores: Score = Field(description="mean answer on the scale from 1 to 5")


class OperationalTargets(PlanPart):
    """Whether operations gain: where their measures should be."""

    incident_response_time: Change = Field(description="percent of change; negative is faster")
    error_resolution_rate: Share = Field(description="percent of errors resolved")
    system_reliability: Share = Field(description="percent of time or requests served well")
    team_productivity: Change = Field(description="percent of change; positive is more")


class SampleSizes(PlanPart):
    """Below these numbers a measure says 'too few' and gives no number."""

    learners: Count = Field(description="learners, for rates, scores and times of a cohort")
    responses: Count = Field(description="survey responses, for means and for anonymity")
    incidents: Count = Field(description="incidents before and after, for a change between them")
    item_analysis: Count = Field(description="learners, for difficulty and discrimination")
    item_analysis_warns: Count = Field(description="learners below which the former are doubtful")


class FeedbackCollection(PlanPart):
    """How opinions are gathered."""

    methods: Texts = Field(description="ways of asking")
    frequency: Cadence = Field(description="how often")
    metrics: Texts = Field(description="what is asked")
    scale: Annotated[tuple[Count, ...], Field(min_length=2, max_length=2)] = Field(
        description="lowest and highest answer"
    )


class FeedbackAnalysis(PlanPart):
    """How opinions are read."""

    tools: Texts = Field(description="ways of reading")
    frequency: Cadence = Field(description="how often")
    actions: Texts = Field(description="what may follow")


class FeedbackImplementation(PlanPart):
    """How what follows is done."""

    process: Text = Field(description="way of working")
    timeline: Cadence = Field(description="how often")
    validation: Text = Field(description="how one knows that it helped")


class FeedbackSystem(PlanPart):
    """From opinions to changes."""

    collection: FeedbackCollection = Field(description="gathering")
    analysis: FeedbackAnalysis = Field(description="reading")
    implementation: FeedbackImplementation = Field(description="doing")


class Reviews(PlanPart):
    """When and with whom the program is looked at."""

    frequency: Cadence = Field(description="how often")
    metrics: Texts = Field(description="what is looked at")
    stakeholders: Texts = Field(description="who looks")


class Updates(PlanPart):
    """How the program is kept fresh."""

    content: Text = Field(description="how content changes")
    delivery: Text = Field(description="how teaching changes")
    technology: Text = Field(description="how tools change")


class Expansion(PlanPart):
    """Where the program may grow."""

    topics: Texts = Field(description="further subjects")
    levels: Texts = Field(description="further levels")
    reach: Texts = Field(description="further people")


class ProgramEvolution(PlanPart):
    """How the program itself changes."""

    reviews: Reviews = Field(description="looking")
    updates: Updates = Field(description="changing")
    expansion: Expansion = Field(description="growing")


class ModuleLimits(PlanPart):
    """Limits of one module where they differ."""

    model_config = optional("wall_time_s", "cpu_time_s", "memory_mb")

    id: Text = Field(description="id of the module, or name of another course's assignment")
    wall_time_s: Count | None = Field(default=None, description="seconds a cell")
    cpu_time_s: Count | None = Field(default=None, description="seconds of processor time")
    memory_mb: Count | None = Field(default=None, description="megabytes of address space")


class CellLimits(PlanPart):
    """Seconds for one kind of cell where they differ."""

    kind: Literal["own", "locked", "solution", "test"] = Field(description="who writes the cell")
    wall_time_s: Count = Field(description="seconds a cell")


class GradingLimits(PlanPart):
    """What learners' code may use while it is graded."""

    model_config = optional("modules", "cells")

    wall_time_s: Count = Field(description="seconds a cell")
    cpu_time_s: Count = Field(
        description="seconds of processor time of one notebook, in each process"
    )
    memory_mb: Count = Field(description="megabytes (2**20 bytes) of address space")
    processes: Count = Field(description="processes and threads at once")
    file_size_mb: Count = Field(description="megabytes (2**20 bytes) of one file")
    output_bytes: Count = Field(description="bytes that one cell may print")
    most_wall_time_s: Count = Field(
        description="ceiling of every time for a cell, those of nbgrader_config.py included"
    )
    most_memory_mb: Count = Field(description="ceiling of memory_mb")
    modules: tuple[ModuleLimits, ...] = Field(default=(), description="what differs in a module")
    cells: tuple[CellLimits, ...] = Field(default=(), description="what differs for a kind of cell")
    passing_score_bounds: Annotated[tuple[Percent, ...], Field(min_length=2, max_length=2)] = Field(
        description="lowest and highest passing mark that an assessment may state, percent"
    )
