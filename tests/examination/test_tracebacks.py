"""Tracebacks: the notebook's frames in IPython's form, and nothing of the grader's."""

import re

from course.examination.shared import shell as shells
from course.examination.shared.tracebacks import MOST_FRAMES, failure_in, short

ANSI = re.compile(r"\x1b\[[0-9;]*m")


def shown(*sources: str) -> str:
    """Run cells in a fresh shell; the last one's traceback without colours."""
    shell = shells.warm_up()
    shell.reset(new_session=True)
    shell.execution_count = 1
    streams = shells.Streams(shell)
    for source in sources:
        ran = shells.run(shell, source, streams, 1 << 20)
    assert ran.outputs[-1]["output_type"] == "error"
    return ANSI.sub("", "\n".join(ran.outputs[-1]["traceback"]))


def test_a_frame_is_a_cell_a_line_and_the_lines_around() -> None:
    """Both cells are named by their number, the function with its parameters."""
    text = shown("def f(x, *, y=1):\n    z = x\n    return z / 0", "f(3)")

    assert text.startswith("-" * 75 + "\nZeroDivisionError")
    assert "Cell In[2], line 1\n----> 1 f(3)" in text
    assert (
        "Cell In[1], line 3, in f(x, y)\n"
        "      1 def f(x, *, y=1):\n"
        "      2     z = x\n"
        "----> 3     return z / 0"
    ) in text
    assert text.endswith("ZeroDivisionError: division by zero")


def test_what_was_behind_an_exception_is_shown_first() -> None:
    """A cause and a context are told apart; `from None` hides both."""
    raised = "try:\n    {}['a']\nexcept KeyError as error:\n    raise ValueError('b')"

    assert "During handling of the above exception" in shown(raised)
    assert "direct cause" in shown(f"{raised} from error")
    assert shown(f"{raised} from error").index("KeyError: 'a'") < 300
    assert "KeyError: 'a'" not in shown(f"{raised} from None")


def test_a_deep_recursion_stays_short() -> None:
    """The first and the last frames are kept, the rest is counted."""
    text = shown("def f(n):\n    return f(n + 1)\nf(0)")

    assert text.count("Cell In[1]") == MOST_FRAMES
    assert re.search(r"\[\.\.\. \d{3,} more frames \.\.\.\]", text)


def test_no_frame_of_ours_and_no_path_of_the_machine() -> None:
    """A library's file is named from its package on."""
    text = shown("import json\njson.loads('{')")

    assert "File json/decoder.py:" in text
    for foreign in (
        "course/examination",
        "course/sandbox",
        "interactiveshell",
        "site-packages",
        "/usr",
        "/home",
        "/root",
    ):
        assert foreign not in text
    assert short("/somewhere/else/deep/module.py") == "deep/module.py"


def test_a_syntax_error_points_at_its_place() -> None:
    """The line, and a caret below the column."""
    text = shown("def f(n)\n    return 1")

    assert "Cell In[1], line 1\n    def f(n)\n            ^" in text
    assert text.endswith("SyntaxError: expected ':'")


def test_notes_groups_and_hostile_messages() -> None:
    """All that an exception says is there; a message that cannot be had is no new error."""
    group = "raise ExceptionGroup('two', [ValueError('a'), TypeError('b')])"
    noted = "e = ValueError('a')\ne.add_note('look at b')\nraise e"
    hostile = "class E(Exception):\n    def __str__(self):\n        raise SystemExit\nraise E"

    assert "  + ValueError: a\n  + TypeError: b" in shown(group)
    assert shown(noted).endswith("ValueError: a\nlook at b")
    assert shown(hostile).endswith("E: <no message>")


def test_a_failure_in_a_cell_is_placed_by_its_innermost_frame() -> None:
    """A function of the cell's own counts, one of another file does not."""
    shell = shells.warm_up()
    shell.reset(new_session=True)
    source = "said, n = 'x', 7\ndef f():\n    return int(said)\n\nf()"
    ran = shells.run(shell, source, shells.Streams(shell), 1 << 20)

    within = {"line": 3, "texts": {}}  # names of the cell that the function only reads
    assert failure_in(ran.error, shells.code_name(source)) == within
    assert failure_in(ran.error, "another file") is None
    assert failure_in(None, shells.code_name(source)) is None


def test_short_texts_of_the_place_are_told() -> None:
    """Numbers, and texts that are long, are not."""
    shell = shells.warm_up()
    shell.reset(new_session=True)
    source = "said, n, long = 'x', 7, 'x' * 201\nint(said + long * n)"
    ran = shells.run(shell, source, shells.Streams(shell), 1 << 20)

    said = {"line": 2, "texts": {"said": "x"}}
    assert failure_in(ran.error, shells.code_name(source)) == said
