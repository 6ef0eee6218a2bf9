"""Whatever becomes of program.toml, loading gives a program or names the place."""

import json
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course.errors import ProgramError, placed
from course.program import Program, load_program
from course.program.schema_faults import Place
from tests.program.test_checks import PROGRAM, problems_of

DATA = tomllib.loads(PROGRAM.read_text(encoding="utf-8"))


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    """A file that is missing, a folder, not UTF-8 or cut short says so by its name."""
    for path, content, expected in (
        (tmp_path / "absent.toml", None, f"absent.toml: no such file in {tmp_path}"),
        (tmp_path, None, f"{tmp_path.name}: cannot be read: is a directory"),
        (
            tmp_path / "latin.toml",
            'a = 1\nb = "M\u00fcller"'.encode("latin-1"),
            "latin.toml: line 2: expected UTF-8, got byte 0xfc",
        ),
        (
            tmp_path / "short.toml",
            b'a = 1\nb = "left open',
            "short.toml: line 2, column 15: not TOML: unterminated string",
        ),
        (
            tmp_path / "deep.toml",
            b"a = " + b"[" * 100_000,
            "deep.toml: expected less nesting, got too much to read",
        ),
    ):
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(ProgramError) as caught:
            load_program(path)
        assert str(caught.value) == expected


def test_an_empty_file_names_every_table(tmp_path: Path) -> None:
    """Nothing in the file: every key of the top is missing, and nothing else is said."""
    assert problems_of(tmp_path, "") == [
        f"{name}: missing" for name, field in Program.model_fields.items() if field.is_required()
    ]


def leaves(value: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    for inner in nodes(value, place):
        if not isinstance(problems := at(inner), dict | list):
            yield inner, problems


def nodes(value: Any, place: Place = ()) -> Iterator[Place]:
    yield place
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from nodes(value[key], (*place, key))


def at(place: Place) -> Any:
    value: Any = DATA
    for key in place:
        value = value[key]
    return value


def toml(value: Any) -> str:
    """Write a value as TOML, tables inline."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        inner = ", ".join(f"{json.dumps(key)} = {toml(item)}" for key, item in value.items())
        return f"{{ {inner} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    return json.dumps(value) if isinstance(value, str) else str(value)


def with_changed(place: Place, value: Any) -> str:
    """Give program.toml's data as TOML with one place changed, or dropped for `...`."""

    def copy(old: Any, here: Place) -> Any:
        if here == place:
            return value
        if isinstance(old, dict):
            inner = ((key, copy(item, (*here, key))) for key, item in old.items())
            return {key: item for key, item in inner if item is not ...}
        if isinstance(old, list):
            items = [copy(item, (*here, index)) for index, item in enumerate(old)]
            return [item for item in items if item is not ...]
        return old

    return "\n".join(f"{key} = {toml(item)}" for key, item in copy(DATA, ()).items())


NODES = [place for place in nodes(DATA) if place]
LEAVES = list(leaves(DATA))
NUMBERS = ("target", "at_least_percent")  # where a whole number is as good as any
WORDS = st.text(st.characters(codec="ascii", exclude_categories=["C"]), max_size=8)
JUNK: dict[type, st.SearchStrategy[Any]] = {
    bool: st.booleans(),
    int: st.integers(-(2**63), 2**63 - 1),
    float: st.floats(allow_nan=True),
    str: WORDS,
    date: st.dates(),
    list: st.lists(st.integers(), max_size=3),
    dict: st.dictionaries(WORDS, st.integers(), max_size=3),
}
MANY = settings(
    max_examples=200,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@MANY
@given(data=st.data())
def test_any_leaf_of_a_wrong_type_is_named_once(data: st.DataObject, tmp_path: Path) -> None:
    """Whatever leaf gets a value of another type, a ProgramError names that leaf's place."""
    place, was = data.draw(st.sampled_from(LEAVES))
    number = place[0] in ("effectiveness", "operational") or place[-1] in NUMBERS
    fits = {int, float} if number else {type(was)}
    other = data.draw(st.sampled_from([kind for kind in JUNK if kind not in fits]))
    problems = problems_of(tmp_path, with_changed(place, data.draw(JUNK[other])))
    named = [problem for problem in problems if problem.startswith(f"{placed(place)}:")]
    assert len(named) == 1 and ": expected " in named[0], problems


@MANY
@given(data=st.data())
def test_no_change_raises_anything_else(data: st.DataObject, tmp_path: Path) -> None:
    """Whatever is dropped or replaced by junk, loading gives a program or a ProgramError."""
    place = data.draw(st.sampled_from(NODES))
    value = data.draw(st.just(...) | st.one_of(*JUNK.values()))
    problems_of(tmp_path, with_changed(place, value))


def test_a_program_written_anew_is_the_same(tmp_path: Path) -> None:
    """The writer that the two tests above rely on loses nothing."""
    (tmp_path / "program.toml").write_text(with_changed((), DATA), encoding="utf-8")
    assert load_program(tmp_path / "program.toml") == load_program()
