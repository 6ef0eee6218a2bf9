"""What mypy says of texts, and what callers get of a signature."""

import gc
import importlib
import itertools
import linecache
import os
from pathlib import Path

import pytest

from course.lessons import signatures
from course.lessons.signatures import (
    CALLS,
    DESK,
    PLAIN,
    REPORTS,
    SITUATIONS,
    UNITS,
    cell,
    check,
    complaints,
    draw_outcomes,
    outcomes,
    seen,
    show_calls,
    show_situation,
    silencers,
)

FEE = "def fee(minutes: int) -> int:\n    return 2 * minutes\n"


def book(row, letter=True, zone=None, tries=1):  # type: ignore[no-untyped-def]
    """Today's signature."""


def test_a_module_and_each_use_have_complaints_of_their_own() -> None:
    """Lines are counted within the module and within each use."""
    got = complaints(FEE + "fee('')\n", {"right": "fee(3)", "wrong": "x = 1\nfee('95')"})
    what = 'Argument 1 to "fee" has incompatible type "str"; expected "int" [arg-type]'
    assert got == {"text": [f"line 3: {what}"], "right": [], "wrong": [f"line 2: {what}"]}


def test_uses_do_not_meet() -> None:
    """What one use binds or narrows is unknown to the next."""
    got = complaints(FEE, {"first": "made = fee(3)", "second": "print(made)"})
    assert got["second"] == ['line 1: Name "made" is not defined [name-defined]']


@pytest.mark.parametrize(
    "text",
    [
        "def fee(minutes):\n    return 2\n",  # strict: no function without types
        "def fee(minutes: list) -> int:\n    return 2\n",  # strict: no bare generics
        "import numpy\n",  # only what Python brings along
        "def fee(:\n",
    ],
)
def test_the_mode_is_strict_and_the_library_bare(text: str) -> None:
    """What plain mypy would let pass is a complaint."""
    assert complaints(text)["text"] != []


def test_a_complaint_about_another_file_is_the_modules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A module beside it is read along, and what is wrong there is not lost."""
    (tmp_path / "beside.py").write_text("x: int = ''\n")
    monkeypatch.chdir(tmp_path)
    said = complaints("import beside\n", {"use": "pass"})
    assert [line.split(": ")[0] for line in said["text"]] == ["beside.py:1"]
    assert said["use"] == []


def test_a_text_that_is_no_python_has_no_uses() -> None:
    """Nothing can be said of a use whose module cannot be read."""
    got = complaints("def fee(:\n", {"use": "fee(3)"})
    assert [line.split(":")[0] for line in got["text"]] == ["line 1", "line 2"]
    assert got["use"] == []


def test_texts_are_not_run(tmp_path: Path) -> None:
    """Neither the module nor a use is executed."""
    file = tmp_path / "written"
    text = f"open({str(file)!r}, 'w')\n"
    complaints(text, {"use": text})
    assert not file.exists()


def test_checking_leaves_the_process_as_it_was() -> None:
    """Mypy's own settings of the garbage collector are taken back, and no file stays here."""
    before = (gc.get_threshold(), sorted(Path().iterdir()))
    complaints(FEE)
    assert (gc.get_threshold(), sorted(Path().iterdir())) == before


def test_the_same_text_has_the_same_complaints() -> None:
    """What is kept from one run to the next changes no answer."""
    texts = [FEE, FEE.replace("-> int", "-> str"), FEE]
    first, other, again = [complaints(text, {"use": "x: int = fee(3)"}) for text in texts]
    assert first == again == {"text": [], "use": []}
    assert [len(lines) for lines in other.values()] == [1, 1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from typing import Any", ["Any"]),
        ("import typing\nx: typing.Any = 1", ["Any"]),
        ("from typing import cast as c", ["cast"]),
        ("from typing import TYPE_CHECKING, no_type_check", ["TYPE_CHECKING", "no_type_check"]),
        ("x = ''  # type: ignore", ["# type: ignore"]),
        ("x = ''  #type:ignore[misc]", ["#type:ignore[misc]"]),
        ("x = ''  # as it was  # type: ignore", ["# as it was  # type: ignore"]),
        ("x = []  # type: list[int]", []),
        ("# mypy: ignore-errors", ["# mypy: ignore-errors"]),
        ("## pyright: basic", ["## pyright: basic"]),
        ("x = '# type: ignore'  # a type is no comment, and any type: will do", []),
        ("broadcast = many = 1", []),
        ("", []),
    ],
)
def test_what_silences_a_checker_is_found(text: str, expected: list[str]) -> None:
    """Names and comments count, and words within texts don't."""
    assert silencers(text) == expected


def test_a_cell_is_the_whole_text_around_a_function() -> None:
    """Functions of one file give its text once."""
    assert cell(cell, check) == Path(signatures.__file__).read_text()


def test_check_prints_where_each_complaint_belongs(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cell and the lines that use it are told apart, and silence is said."""
    (tmp_path / "exit_fee.py").write_text(FEE)
    monkeypatch.syspath_prepend(tmp_path)
    fee = importlib.import_module("exit_fee").fee
    check(fee, use="fee(1)")
    check(fee, use="fee('1')")
    (tmp_path / "exit_fee.py").write_text(FEE.replace("-> int", "-> str"))
    linecache.checkcache()
    check(fee)
    assert capsys.readouterr().out.splitlines() == [
        "mypy has nothing to say",
        'use line 1: Argument 1 to "fee" has incompatible type "str"; expected "int" [arg-type]',
        "cell of fee, line 2: "
        'Incompatible return value type (got "int", expected "str") [return-value]',
    ]


def test_lines_are_counted_within_the_cell_of_each_function(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last line of a cell is its own, and the next cell begins with line 1."""
    last = "def last() -> int:\n    return ''"  # as in a notebook, with no newline at its end
    wrong = 'Incompatible return value type (got "str", expected "int") [return-value]'
    (tmp_path / "cell_a.py").write_text(f"class Kept:\n    def one(self) -> None: ...\n\n{last}")
    (tmp_path / "cell_b.py").write_text(f"{last}\n\ndef second() -> int:\n    return ''\n")
    monkeypatch.syspath_prepend(tmp_path)
    first, second = (importlib.import_module(name) for name in ("cell_a", "cell_b"))
    check(first.Kept.one, first.last, second.second)
    assert capsys.readouterr().out.splitlines() == [
        f"cell of Kept.one, line 5: {wrong}",
        'cell of second, line 1: Name "last" already defined on line 4 [no-redef]',
        f"cell of second, line 2: {wrong}",
        f"cell of second, line 5: {wrong}",
    ]


def test_a_complaint_about_another_file_names_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its line is no line of a cell."""
    (tmp_path / "beside_b.py").write_text("x: int = ''\n")
    (tmp_path / "cell_c.py").write_text("import beside_b\n\ndef fee() -> None: ...\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    check(importlib.import_module("cell_c").fee)
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("beside_b.py:1: error: ")


def test_a_forked_process_begins_with_what_was_read_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The files are there before its first text, and what it says is the same."""
    monkeypatch.setattr(signatures, "_KNOWN", {})
    signatures._cache.cache_clear()
    text = FEE + "fee('')\n"
    cold = complaints(text)
    signatures.prepare()
    folder = Path(signatures._cache(os.getpid()))
    ours = {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    assert ours == signatures._KNOWN
    assert "builtins" in b"".join(ours.values()).decode(errors="replace")
    assert complaints(text) == cold
    signatures._cache.cache_clear()


def test_types_see_three_reports_and_units_one_more() -> None:
    """A value and an order stay unseen."""
    assert list(seen(PLAIN).values()) == [True, False, False, True, False, True]
    assert list(seen(UNITS).values()) == [True, True, False, True, False, True]


@pytest.mark.parametrize("desk", [PLAIN, UNITS])
def test_the_desk_has_no_complaint_but_its_empty_bodies(desk: str) -> None:
    """What mypy says of a report is said because of its line."""
    said = complaints(desk, {"nothing": "pass"})
    assert {line.split(" ", 2)[2] for line in said["text"]} == {
        "Missing return statement [empty-body]"
    }
    assert said["nothing"] == []
    assert len(REPORTS) == 6


def test_the_exit_has_no_types() -> None:
    """Each of its seven functions is to be typed."""
    said = complaints(DESK)["text"]
    assert sum("untyped-def" in line for line in said) == 7


def test_today_three_of_nine_callers_are_silently_wrong() -> None:
    """Five get what they wanted, and one is refused."""
    assert outcomes(book) == {
        "as wanted": ["night.py", "refunds.py", "app.py", "fines.py", "web.py"],
        "silently wrong": ["kiosk.py", "bank.py", "coins.py"],
        "refused": ["smoke.py"],
    }


def test_each_call_was_right_when_it_was_written() -> None:
    """Last year's signature serves those that are wrong today."""

    def last_year(row, test=False, zone=None, tries=1):  # type: ignore[no-untyped-def]
        pass

    wrong = {name for kind in ("silently wrong", "refused") for name in outcomes(book)[kind]}
    older = [call for call in CALLS if call.file in wrong]
    assert outcomes(last_year, older)["as wanted"] == [call.file for call in older]


def test_names_make_every_wrong_call_loud() -> None:
    """One more default leaves three silently wrong, and keywords none."""

    def default(row, letter=True, zone=None, tries=1, test=False):  # type: ignore[no-untyped-def]
        pass

    def names(row, *, letter=True, zone=None, tries=1, test=False):  # type: ignore[no-untyped-def]
        pass

    counts = [[len(files) for files in outcomes(one).values()] for one in (default, names)]
    assert counts == [[6, 3, 0], [4, 0, 5]]


def test_calls_and_situations_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """A call with its wish, and a situation with five designs and what will happen."""
    show_calls(CALLS[1:2])
    assert capsys.readouterr().out.split() == [
        "kiosk.py",
        "book(row,",
        "True)",
        "wanted:",
        "a",
        "test",
    ]
    for situation in SITUATIONS:
        show_situation(situation.name)
        lines = capsys.readouterr().out.splitlines()
        assert lines[0].startswith(f"{situation.name}: ")
        assert [line[2] for line in lines if line.startswith("  ") and line[3:5] == "  "] == list(
            "abcde"
        )
        assert [line.split()[0] for line in lines[-2:]] == ["Next", "A"]


def test_bars_hold_the_counts() -> None:
    """Each bar has nine calls, in parts with their numbers."""
    figure = draw_outcomes({"today": book})
    (axis,) = figure.axes
    widths = [patch.get_width() for patch in axis.patches]  # type: ignore[attr-defined]
    assert (widths, sum(widths)) == ([5, 1, 3], len(CALLS))
    assert [text.get_text() for text in axis.texts] == ["5", "1", "3"]
    assert axis.get_xlim() == (0, 9)
    assert list(itertools.accumulate(widths)) == [5, 6, 9]
