"""Words that the parts of the plan share: kinds of text and number, with their bounds."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Text = Annotated[str, Field(min_length=1, pattern=r"\S")]
Texts = Annotated[tuple[Text, ...], Field(min_length=1)]
Percent = Annotated[int, Field(ge=0, le=100)]
Count = Annotated[int, Field(ge=1)]
Week = Annotated[int, Field(ge=1, le=520)]
Share = Annotated[float, Field(ge=0, le=100)]
Score = Annotated[float, Field(ge=1, le=5)]
Change = Annotated[float, Field(ge=-100, le=1000)]
CourseId = Annotated[
    str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", examples=["engineering-excellence"])
]
Language = Annotated[str, Field(pattern=r"^[a-z]{2}(-[A-Z]{2})?$", examples=["en"])]
ModuleId = Annotated[
    str, Field(pattern=r"^[1-3][0-9]{2}(-[a-z0-9]+)+$", examples=["101-system-architecture"])
]
AssignmentId = Annotated[
    str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", examples=["level-1-theory"])
]
DrillId = Annotated[str, Field(pattern=r"^drill-[0-9]{2}$", examples=["drill-01"])]
ScenarioName = Annotated[
    str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", examples=["shop-evening"], max_length=60)
]
NotebookName = Annotated[
    str, Field(pattern=r"^[0-9]{2}(-[a-z0-9]+)+$", examples=["01-components-and-contracts"])
]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", examples=["time_to_detect"])]
Names = Annotated[tuple[Name, ...], Field(min_length=1)]
Target = Annotated[float, Field(ge=-1_000_000, le=1_000_000)]


def _whole_number(value: object) -> object:
    """Refuse true and 1.0: Python, and so a Literal, takes both for 1."""
    if type(value) is not int:
        raise ValueError("expected a whole number")
    return value


Level = Annotated[Literal[1, 2, 3], BeforeValidator(_whole_number)]
Difficulty = Literal["easy", "medium", "hard"]
AssessmentType = Literal["theoretical", "practical"]
Status = Literal["ready", "planned"]
Cadence = Literal["daily", "weekly", "monthly", "quarterly", "yearly"]


def optional(*names: str, one_of: tuple[str, ...] = ()) -> ConfigDict:
    """Let the file leave out what loading fills in; `one_of` names keys that exclude each other."""

    def loosen(schema: dict[str, Any]) -> None:
        schema["required"] = [n for n in schema.get("required", []) if n not in names]
        if one_of:
            schema["oneOf"] = [{"required": [name]} for name in one_of]

    return ConfigDict(json_schema_extra=loosen)


class PlanPart(BaseModel):
    """A part of the plan: frozen, by keyword only, nothing unknown, nothing converted."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)
