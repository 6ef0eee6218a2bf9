"""What is taught, when and how: tracks, modules, timeline, sessions, platform."""

from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field

from course.program.terms import (
    AssessmentType,
    AssignmentId,
    Count,
    Difficulty,
    DrillId,
    Level,
    ModuleId,
    Name,
    NotebookName,
    Percent,
    PlanPart,
    ScenarioName,
    Status,
    Text,
    Texts,
    Week,
    optional,
)


class PassingScores(PlanPart):
    """Passing marks of assessments that state none."""

    theoretical: Percent = Field(description="percent of the points")
    practical: Percent = Field(description="percent of the points")


class TopicFloors(PlanPart):
    """Least marks in each topic of an assessment that states none."""

    theoretical: Percent = Field(default=0, description="percent of the topic's items; 0: none")
    practical: Percent = Field(default=0, description="percent of the project's points; 0: none")


class TimeLimits(PlanPart):
    """Time limits of exercises that state none, by difficulty."""

    easy: Count = Field(description="minutes")
    medium: Count = Field(description="minutes")
    hard: Count = Field(description="minutes")


class Defaults(PlanPart):
    """Numbers that many entries share, so that each stands once."""

    model_config = optional("topic_floor", "days_between_forms")

    duration_days: Count = Field(description="working days of a module that states none")
    notebook_minutes: Count = Field(description="minutes of a notebook that states none")
    project_days: Count = Field(description="working days of a practical project")
    validity_years: Count = Field(description="years that a certificate is valid")
    passing_score: PassingScores = Field(description="passing marks by type of assessment")
    topic_floor: TopicFloors = Field(
        default=TopicFloors(), description="least marks in each topic, by type of assessment"
    )
    days_between_forms: int = Field(
        default=0, ge=0, description="days from a hand-in to the next form of a paper"
    )
    time_limit_minutes: TimeLimits = Field(description="time limits by difficulty of exercise")


class Track(PlanPart):
    """Five modules of one level."""

    name: Text = Field(description="name as people read it")
    level: Level = Field(description="level of all its modules")
    modules: Annotated[tuple[ModuleId, ...], Field(min_length=1)] = Field(
        description="ids of its modules in the order of learning"
    )


class Exercise(PlanPart):
    """A piece of practice in a module."""

    model_config = optional("time_limit_minutes")

    name: Text = Field(description="name as people read it")
    difficulty: Difficulty = Field(description="how hard it is for the module's level")
    time_limit_minutes: Count = Field(description="minutes; left out: the default of difficulty")


class Assessment(PlanPart):
    """What decides whether a module is passed."""

    model_config = optional("passing_score")

    type: AssessmentType = Field(description="answers to questions, or work on a system")
    passing_score: Percent = Field(description="percent of the points; left out: the default")


class Notebook(PlanPart):
    """One sitting of a module."""

    model_config = optional("minutes")

    name: NotebookName = Field(description="file name in source/<module id>/, without .ipynb")
    title: Text = Field(description="heading of the notebook")
    minutes: Count = Field(description="minutes of work; left out: the default")
    status: Status = Field(default="planned", description="ready for learners, or planned")


class TrainingModule(PlanPart):
    """One subject of the course: what is taught, what is practised, and what it takes to pass."""

    model_config = optional("duration_days", "track")

    id: ModuleId = Field(description="folder, nbgrader assignment and badge; first digit is level")
    title: Text = Field(description="title as people read it")
    summary: Text = Field(description="one sentence: what the learner will be able to do")
    level: Level = Field(description="1 core, 2 operational, 3 leadership")
    track: Text = Field(description="name of its track; left out: the track that lists it")
    duration_days: Count = Field(description="working days; left out: the default")
    prerequisites: tuple[ModuleId, ...] = Field(description="ids of modules to pass before")
    topics: Texts = Field(description="the theory")
    exercises: Annotated[tuple[Exercise, ...], Field(min_length=1)] = Field(
        description="the practice"
    )
    assessment: Assessment = Field(description="what decides whether it is passed")
    status: Status = Field(description="ready for learners, or planned")
    notebooks: Annotated[tuple[Notebook, ...], Field(min_length=1)] = Field(
        description="its sittings in order"
    )


class Task(PlanPart):
    """A bar of the timeline."""

    id: Name = Field(description="short name, unique in the timeline")
    title: Text = Field(description="title as people read it")
    starts: date = Field(description="first day")
    days: Annotated[int, Field(ge=1, le=1000)] = Field(
        description="length in calendar days, weekends included"
    )
    modules: tuple[ModuleId, ...] = Field(default=(), description="ids of modules taught in it")

    @property
    def ends(self) -> date:
        """Last day of the task, itself included."""
        return self.starts + timedelta(days=self.days - 1)


class Section(PlanPart):
    """Tasks of the timeline that belong together."""

    name: Text = Field(description="name as people read it")
    tasks: Annotated[tuple[Task, ...], Field(min_length=1)] = Field(description="its bars")


class Phase(PlanPart):
    """A stretch of weeks."""

    name: Text = Field(description="name as people read it")
    weeks: Annotated[tuple[Week, ...], Field(min_length=2, max_length=2)] = Field(
        description="first and last week; week 1 opens with the first task"
    )
    sections: Texts = Field(description="names of the timeline's sections within it")
    work: Texts = Field(description="what the plan specifies under it")


class SessionSchedule(PlanPart):
    """How a session's minutes are spent; they add up to its duration."""

    theory: Count = Field(description="minutes")
    practice: Count = Field(description="minutes")
    discussion: Count = Field(description="minutes")


class Materials(PlanPart):
    """What a session uses."""

    slides: Text = Field(description="address of the slides")
    exercises: tuple[Text, ...] = Field(description="names of exercises")
    resources: tuple[Text, ...] = Field(description="addresses to read")


class SessionTemplate(PlanPart):
    """What every session is made from."""

    duration_minutes: Count = Field(description="minutes from start to end")
    formats: Texts = Field(description="formats that a session may have")
    format: Text = Field(description="format of a session that states none")
    schedule_minutes: SessionSchedule = Field(description="how the minutes are spent")
    materials: Materials = Field(description="what it uses")


class Features(PlanPart):
    """What the platform does."""

    content_delivery: bool = Field(description="releases and collects notebooks")
    progress_tracking: bool = Field(description="shows where learners stand")
    assessments: bool = Field(description="grades")
    mentoring: bool = Field(description="keeps mentors and their log")


class Integrations(PlanPart):
    """Services that the platform talks to."""

    github: bool = Field(description="posts to GitHub")
    slack: bool = Field(description="posts to Slack")
    confluence: bool = Field(description="publishes to Confluence")


class PlatformMetrics(PlanPart):
    """What the platform measures."""

    completion: bool = Field(description="how many finish")
    satisfaction: bool = Field(description="how learners like it")
    effectiveness: bool = Field(description="whether it works")


class Platform(PlanPart):
    """What is switched on."""

    features: Features = Field(description="what it does")
    integrations: Integrations = Field(description="services it talks to")
    metrics: PlatformMetrics = Field(description="what it measures")


class PaperShare(PlanPart):
    """How many items of one topic and column each paper has: a cell of its blueprint."""

    topic: Name = Field(description="topic of items in the banks")
    column: Literal["recall", "evidence", "decides"] = Field(
        description="what an item asks for: to recall, to read evidence, to decide"
    )
    items: Count = Field(description="items on each paper")


class PaperPlan(PlanPart):
    """How the papers of one assignment are drawn: everybody's by the same blueprint."""

    model_config = optional("variants", "banks", "blueprint")

    assignment: AssignmentId = Field(description="folder in source/: a module, or an assessment")
    title: Text = Field(description="title as learners read it")
    banks: tuple[ModuleId, ...] = Field(
        default=(), description="modules whose items.toml are drawn from"
    )
    blueprint: tuple[PaperShare, ...] = Field(
        default=(),
        description="items by topic and column; none: the papers have a variant and a seed only",
    )
    variants: tuple[Text, ...] = Field(default=(), description="versions of the tasks")


class DrillPlan(PlanPart):
    """A graded drill: an incident drawn for each learner, under an id that tells nothing."""

    id: DrillId = Field(description="what learners call it")
    families: Annotated[tuple[ScenarioName, ...], Field(min_length=1)] = Field(
        description="families of incidents, of which each learner gets one"
    )
