"""Every attack through the whole pipeline: folders, sandbox, gradebook, feedback, formgrader.

The attacks are data in tests/grading/attacks; what the kernel refuses one by one stands in
test_attacks_system.py, what crosses between candidate and examiner in the boundary's own tests.
"""

import json
import re
import tempfile
from pathlib import Path

import pytest

from course.grading import nbgrader_preprocessors
from tests.grading.attacked import ROOT, Attacked, attacked, formgrader_page, honest_points, points
from tests.grading.attacks import CANARIES, PLANTED, RIGHT, WRONG, Attack, attacks
from tests.grading.attacks.forms import FORMS
from tests.grading.dangers import dangers

NAMED = [attack.name for attack in attacks()]
ALONE = [attack.name for attack in attacks() if not attack.form]
ALL = 5.0


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Attacked:
    """Everybody graded once, and answered."""
    return attacked(tmp_path_factory.mktemp("attacked"))


@pytest.fixture(scope="module")
def honest(course: Attacked) -> dict[tuple[str, str], float]:
    return honest_points(course)


@pytest.fixture(scope="module")
def formgraders_own(course: Attacked) -> list[str]:
    """What formgrader's page has of its own: two handlers that show a name."""
    found = dangers(formgrader_page(course.folder, f"{course.learners[ALONE[0]]}-next"))
    assert len(found) == 2 and all("toggle_name" in tag for tag in found)
    return found


@pytest.mark.parametrize("name", NAMED)
def test_no_attack_gains(course: Attacked, honest: dict[tuple[str, str], float], name: str) -> None:
    """An attack gets at most what the honest answer beside it gets."""
    expected = honest[course.attacks[name].honest]
    assert course.points(name) <= expected, course.notebook(name).metadata


def test_right_answers_to_each_form_have_all_points(course: Attacked) -> None:
    """What is refused to an attack is not refused to who answers the exercise."""
    notebooks = [form.name.replace(" ", "-") for form in FORMS]
    got = {name: points(course.folder, "forms-right", name) for name in notebooks}
    assert got == dict.fromkeys(notebooks, 1)


@pytest.mark.parametrize("name", ALONE)
def test_the_next_learner_is_graded_rightly(course: Attacked, name: str) -> None:
    """A right answer handed in behind an attack has all its points."""
    assert points(course.folder, f"{course.learners[name]}-next") == ALL


@pytest.mark.parametrize("name", NAMED)
def test_nothing_hidden_comes_back(course: Attacked, name: str) -> None:
    """Neither a hidden test nor a solution is in feedback or in what learners' cells put out."""
    page = course.feedback(name)
    shown = [
        json.dumps(cell.get("outputs", []))
        for cell in course.notebook(name).cells
        if not cell.metadata.get("nbgrader", {}).get("grade")
    ]
    for canary in CANARIES:
        assert canary not in page
        assert not any(canary in text for text in shown)
    assert "argument-7f3a" not in _without_own_text(page)


def _without_own_text(page: str) -> str:
    """A page without its listings of the learner's own code."""
    return re.sub(r'<div class="input_area">.*?</pre>', "", page, flags=re.DOTALL)


@pytest.mark.parametrize("name", NAMED)
def test_no_page_runs_what_a_learner_wrote(
    course: Attacked, formgraders_own: list[str], name: str
) -> None:
    """Neither feedback nor formgrader's page has a script, handler, link or tracker of theirs."""
    assert dangers(course.feedback(name)) == []
    attack, learner = course.attacks[name], course.learners[name]
    page = formgrader_page(course.folder, learner, attack.module, attack.notebook)
    assert dangers(page) == formgraders_own


def test_a_page_with_a_script_is_found_out() -> None:
    """The reader that judges pages sees what it is for."""
    for text in (
        "<script>run7f3a()</script>",
        "<img src=x onerror=run7f3a()>",
        "<a href=' JavaScript:run7f3a()'>x</a>",
        "<iframe src=x>",
        "<img src='http://example.org/seen-7f3a.png'>",
        "<a href='evil.html'>x</a>",
    ):
        assert dangers(text), text


def test_nothing_outside_the_work_folder_changed(course: Attacked) -> None:
    """Source, release, submissions and the folders around are byte for byte what they were."""
    assert course.after == course.before
    places = (tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm", Path.home(), course.folder)
    assert not [place for place in places if (Path(place) / PLANTED).exists()]


def test_every_notebook_stays_small(course: Attacked) -> None:
    """Whatever was printed, what is kept and sent back is bounded."""
    for name in course.attacks:
        assert course.path("autograded", name, "ipynb").stat().st_size < 2 << 20, name


def test_nobody_else_has_a_manual_score(course: Attacked) -> None:
    """No attack wrote into the gradebook."""
    import sqlite3

    book = sqlite3.connect(course.folder / "gradebook.db")
    try:
        assert book.execute("select count(*) from grade where manual_score").fetchone() == (0,)
    finally:
        book.close()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ('<a href="https://example.org">x</a>', 'href="https://example.org"'),
        ('<a href="#Exercise-1">x</a>', 'href="#nb-Exercise-1"'),
        ('<h2 id="Exercise-1">x</h2>', 'id="nb-Exercise-1"'),
        (
            '<img src="data:image/png;base64,iVBORw0KGgo=" alt="plot">',
            "data:image/png;base64,iVBORw0",
        ),
        ('<img src="pictures/plot.png">', 'src="pictures/plot.png"'),
        ('<span class="kn">import</span>', 'class="kn"'),
        ('<table class="dataframe"><tr><td>1</td></tr></table>', 'class="dataframe"'),
    ],
)
def test_honest_html_is_kept(given: str, kept: str) -> None:
    """Links outside, pictures in the page, colours of code and tables stay."""
    assert kept in nbgrader_preprocessors.clean_html(given)


@pytest.mark.parametrize(
    "given",
    [
        '<a href="evil.html">x</a>',
        '<a href="//example.org">x</a>',
        '<a href="/files/x.html">x</a>',
        '<a href="data:text/html,x">x</a>',
        '<img src="//example.org/x.png">',
        '<img src="https://example.org/x.png">',
        '<img src="../../api/x">',
        '<div class="modal-backdrop">x</div>',
        '<div style="position:fixed">x</div>',
        '<a href="java&#x09;script:x()">x</a>',
    ],
)
def test_html_that_loads_or_covers_is_not(given: str) -> None:
    """What opens a learner's file, tells who reads or stands in front of the page is taken out."""
    cleaned = nbgrader_preprocessors.clean_html(given)
    assert not re.search(r"(?<![\w-])(href|src|class|style)=", cleaned), cleaned


HIDDEN_FORMS = [
    "### BEGIN HIDDEN TESTS\nassert secret\n### END HIDDEN TESTS",
    "# BEGIN HIDDEN TESTS\nassert secret\n# END HIDDEN TESTS",
    "### BEGIN HIDDEN TESTS ###\nassert secret\n### END HIDDEN TESTS ###",
    "if True:  # BEGIN HIDDEN TESTS\n    assert secret\n# END HIDDEN TESTS",
    "### BEGIN HIDDEN TESTS\nassert secret",
    '### BEGIN HIDDEN TESTS\n"""secret"""\n### END HIDDEN TESTS',
]


@pytest.fixture(params=HIDDEN_FORMS)
def failed(request: pytest.FixtureRequest) -> object:
    """A notebook whose hidden test failed, the region marked in each way nbgrader takes."""
    import nbformat

    cell = nbformat.v4.new_code_cell(
        f"%time\nassert True\n{request.param}",
        metadata={"nbgrader": {"grade": True, "solution": False, "grade_id": "t", "points": 1}},
        outputs=[
            nbformat.v4.new_output(
                "error",
                ename="AssertionError",
                evalue="secret",
                traceback=["AssertionError  Traceback\n", "Cell In[1], line 4\n    assert secret"],
            )
        ],
    )
    return nbformat.v4.new_notebook(cells=[cell])


def test_hidden_regions_are_those_of_nbgrader(failed: object) -> None:
    """Whatever stands around nbgrader's words, the region is left out of feedback."""
    notebook, _ = nbgrader_preprocessors.HideTests().preprocess(failed, {})
    assert "secret" not in json.dumps(notebook)


def test_every_numbered_attack_is_there() -> None:
    """The list of attacks reproduced on nbgrader is covered, but for 20: the exchange's own."""
    assert {a.number for a in attacks()} - {None} == set(range(1, 22)) - {20}


def test_our_configuration_cleans_markdown() -> None:
    """With the repository's own nbgrader_config.py, a cell's script does not reach the page."""
    import nbformat
    from traitlets.config import PyFileConfigLoader

    from course.grading.nbgrader_preprocessors import FeedbackExporter

    config = PyFileConfigLoader("nbgrader_config.py", path=str(ROOT)).load_config()
    assert config.GenerateFeedback.exporter_class.endswith(f".{FeedbackExporter.__name__}")
    cell = nbformat.v4.new_markdown_cell(
        "*right* <b onclick='x()'>bold</b><script>stolen()</script>"
    )
    notebook = nbformat.v4.new_notebook(cells=[cell])
    page, _ = FeedbackExporter(config=config).from_notebook_node(notebook)
    assert "<em>right</em>" in page
    assert "<b>bold</b>" in page
    assert "stolen" not in page


@pytest.mark.parametrize(
    "source",
    [
        "![x](attachment:gone.png)",
        "[a]: attachment:gone\n\n![a]",
        "> " * 3000 + "x",
        "[" * 3000,
    ],
)
def test_markdown_that_cannot_be_rendered_is_shown_as_written(source: str) -> None:
    """A picture that is not there, or nesting without end, costs nobody the page."""
    from jinja2 import Environment

    page = Environment(autoescape=False)  # as nbconvert's
    page.filters["markdown2html"] = nbgrader_preprocessors.markdown_html
    assert page.from_string("{{ source | markdown2html }}").render(source=source, cell={})


TELLING = Attack(
    name="arguments told later",
    family="not defended",
    tried="a later visible assert shows them",
    answers=(
        "seen = []\ndef double(n):\n    seen.append(n)\n    return n + n",
        "def total(numbers):\n    return ('told-7f3a', *seen)",
    ),
    honest=(RIGHT[0], WRONG[1]),
)


def test_arguments_of_hidden_tests_can_be_told(tmp_path: Path) -> None:
    """Not defended: what a function was called with can come back, in the message of another cell.

    The text of the hidden test cannot.
    """
    made = attacked(tmp_path, [TELLING])
    page = made.feedback(TELLING.name)
    assert "told-7f3a" in _without_own_text(page)
    assert not any(canary in page for canary in CANARIES)
    assert made.points(TELLING.name) == 3
