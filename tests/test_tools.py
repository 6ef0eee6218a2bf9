"""The tools of this repository's makers."""

from pathlib import Path

from benchmarks.lines import Lines, count, survey

SOURCE = '''"""A module.

Two paragraphs.
"""

NAME = "# not a comment"  # beside code
TEXT = """
text over lines
"""
# alone


def f(
    x,
):
    """Docstring."""
    return [x, 1]  # fmt: skip
'''


def test_a_line_counts_once(tmp_path: Path) -> None:
    """Text that is no docstring is code, and a comment beside code is code."""
    path = tmp_path / "module.py"
    path.write_text(SOURCE, encoding="utf-8")
    assert count(path) == Lines(
        files=1, code=8, docstrings=5, comments=1, blank=3, beside=2, fmt_skips=1
    )
    assert count(path).total == len(SOURCE.splitlines())


def test_rooms_add_up() -> None:
    """The rooms' lines are all lines, and each file is counted."""
    counted = survey()
    assert counted.total.total == sum(counted.lengths.values())
    assert counted.total.files == len(counted.lengths)
    assert counted.lengths[counted.longest] == max(counted.lengths.values())
