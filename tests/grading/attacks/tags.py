"""Tags, metadata and the tests' own text, as a learner's editor can change them."""

from tests.grading.attacks import RIGHT, Attack

F = "tags and metadata"
ATTACKS = [
    Attack(
        name="skip-execution tag",
        family=F,
        number=1,
        tried="test cells are tagged skip-execution, so nbclient passes over them",
        test_metadata={"tags": ["skip-execution"]},
    ),
    Attack(
        name="raises-exception tag",
        family=F,
        number=21,
        tried="test cells may raise",
        test_metadata={"tags": ["raises-exception"]},
    ),
    Attack(
        name="grade: false",
        family=F,
        number=14,
        tried="test cells are marked as not graded",
        test_marks={"grade": False},
    ),
    Attack(
        name="solution: true",
        family=F,
        number=14,
        tried="test cells are marked as answers",
        test_marks={"solution": True, "locked": False},
    ),
    Attack(
        name="a hundred points",
        family=F,
        number=21,
        tried="tests are worth 100 points",
        test_marks={"points": 100},
        honest=(RIGHT[0], "def total(numbers):\n    return 0"),
    ),
    Attack(
        name="edited tests", family=F, number=21, tried="test cells say `pass`", test_text="pass"
    ),
    Attack(
        name="deleted tests",
        family=F,
        number=21,
        tried="test cells are gone",
        dropped=("ex1-tests", "ex2-tests"),
    ),
    Attack(
        name="foreign checksum and schema",
        family=F,
        tried="checksum, schema_version and cell_type are false",
        test_marks={"checksum": "0" * 32, "schema_version": 99, "cell_type": "markdown"},
    ),
    Attack(
        name="init_cell and hidden marks",
        family=F,
        tried="metadata of other tools: init_cell, deletable, slideshow, jupyter.source_hidden",
        test_metadata={
            "init_cell": True,
            "jupyter": {"source_hidden": True},
            "tags": ["remove_cell", "parameters", "nbgrader-skip"],
        },
    ),
    Attack(
        name="points written as text",
        family=F,
        tried="points are no number",
        test_marks={"points": "5; DROP TABLE grade"},
    ),
]
