"""External links of the material, and the list of where each was verified."""

import json
import shutil
from pathlib import Path

import pytest
from nbformat.v4 import new_markdown_cell, new_notebook

from course.authoring.author_verbs import check, material_report, module_references
from course.authoring.sources import CitedSource, read_sources, references, source_findings
from course.cli.command import main
from course.errors import ProgramError, UsageError
from tests.samples import sample_notebook, write

ROOT = Path(__file__).parents[2]
MODULE = "101-system-architecture"
ROW = """[[sources]]
url = "https://a.org/x_(y)"
title = "A"
licence = "CC BY 4.0"
opened = 2026-11-30
verified = "table 2"
"""


def found(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    notebook = new_notebook(cells=[new_markdown_cell(text, id="s1")])
    return [(r.url, r.sentence, r.figures) for r in references(notebook, "n")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Before. Some 83.4 % of 1,200 did ([Ochoa](https://a.org/x)). After.",
            [("https://a.org/x", "Some 83.4 % of 1,200 did (Ochoa).", ("83.4 %", "1,200"))],
        ),
        ("A [page](https://a.org/x_(y)).", [("https://a.org/x_(y)", "A page.", ())]),
        ("Bare https://a.org/p. Next", [("https://a.org/p", "Bare .", ())]),
        ("<https://a.org/p>", [("https://a.org/p", "<>", ())]),
        ("- [a](https://a.org)\\n- [b](http://b.org)", [
            ("https://a.org", "- a", ()), ("http://b.org", "- b", ()),
        ]),
        ("```text\\nhttps://in.a.listing\\n```", []),
        ("Serve http://localhost:8000, http://127.0.0.1 and https://shop.example/x", []),
        ("[below](#section) and [mail](mailto:a@b.c)", []),
    ],
)  # fmt: skip
def test_a_link_has_its_sentence_and_its_figures(
    text: str, expected: list[tuple[str, str, tuple[str, ...]]]
) -> None:
    """With brackets or bare; none in a listing, of this machine, or within the page."""
    assert found(text.replace("\\n", "\n")) == expected


def test_a_list_is_read_strictly(tmp_path: Path) -> None:
    """Every fault with its place; an address once."""
    path = tmp_path / "sources.toml"
    assert read_sources(path) == {}
    path.write_text(ROW)
    assert list(read_sources(path)) == ["https://a.org/x_(y)"]
    for text, what in (
        (ROW + ROW, "sources.toml: source 2: a second row for https://a.org/x_(y)"),
        (ROW.replace("opened", "open"), "sources.toml: source 1: opened: field required"),
        (ROW.replace('"https', '"ftp'), "sources.toml: source 1: url: "),
        (ROW + "more = 1", "sources.toml: source 1: more: extra inputs"),
        ("x = 1", "sources.toml: expected tables [[sources]] and nothing beside them"),
        ("x = ", "sources.toml: Invalid"),
    ):
        path.write_text(text)
        with pytest.raises(ProgramError) as raised:
            read_sources(path)
        assert any(str(problem).startswith(what) for problem in raised.value.problems)


@pytest.fixture
def course_dir(tmp_path: Path) -> Path:
    """A course with one notebook that links to one page."""
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    (tmp_path / "program.toml").write_text(
        (ROOT / "course" / "program.toml").read_text().replace('"ready"', '"planned"')
    )
    notebook = sample_notebook()
    notebook.cells.insert(1, new_markdown_cell("Of 12, 5 [are](https://a.org/x_(y)).", id="fact"))
    write(notebook, tmp_path / "source" / MODULE / "01-components-and-contracts.ipynb")
    return tmp_path


def test_a_module_with_a_list_has_all_its_links_in_it(
    course_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without one, a remark; with one, each link that is not in it, and each row without a link."""
    place = f"docs/teaching/{MODULE}/sources.toml"
    remarks = [str(r) for r in material_report(course_dir).remarks if "links" in r.what]
    assert remarks == [
        f"source/{MODULE}: 1 external links, and no list of who opened them ({place})"
    ]
    assert main(["sources", "--course-dir", str(course_dir)]) == 1
    assert "NOT VERIFIED\n  figures: 12, 5\n1 links, 1 not verified" in capsys.readouterr().out
    path = course_dir / place
    path.parent.mkdir(parents=True)
    path.write_text(ROW.replace("x_(y)", "other"))
    said = [str(problem) for problem in check(course_dir) if "a.org" in str(problem)]
    assert said == [
        f"source/{MODULE}/01-components-and-contracts.ipynb: cell fact: https://a.org/x_(y): "
        f"nobody has noted that it was opened ({place})",
        f"{place}: https://a.org/other: no notebook links to it",
    ]
    path.write_text(ROW)
    assert [p for p in check(course_dir) if "a.org" in str(p)] == []
    assert main(["sources", MODULE, "--json", "--course-dir", str(course_dir)]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["figures"], row["source"]["verified"]) == (["12", "5"], "table 2")
    with pytest.raises(UsageError, match="unknown module '101-system'"):
        module_references(course_dir, "101-system")


def test_nothing_linked_and_nothing_listed_is_fine() -> None:
    """No finding; and a source is a value."""
    assert list(source_findings([], {}, "p")) == []
    assert CitedSource.model_fields["via"].is_required() is False
