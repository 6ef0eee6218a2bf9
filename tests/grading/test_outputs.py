"""Outputs as a child sends them, checked and cut."""

import json
from typing import Any

import nbformat
import pytest

from course.grading.outputs import Budget, clean
from course.jobs import Limits

LIMITS = Limits(cell_output_bytes=1000, notebook_output_bytes=3000)


def stream(text: str) -> dict[str, Any]:
    return {"output_type": "stream", "name": "stdout", "text": text}


def test_honest_outputs_pass_unchanged() -> None:
    """What nbformat knows stays as it is."""
    sent = [
        stream("hi\n"),
        {"output_type": "stream", "name": "stderr", "text": "oh"},
        {
            "output_type": "execute_result",
            "execution_count": 9,
            "metadata": {},
            "data": {"text/plain": "5", "application/json": {"é": ["😀"]}},
        },
        {"output_type": "display_data", "metadata": {}, "data": {"image/png": "aGk="}},
        {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["\x1b[31mred"]},
    ]
    kept = Budget(LIMITS).take(sent, 3)
    assert kept == [*sent[:2], {**sent[2], "execution_count": 3}, *sent[3:]]
    cell = {
        "cell_type": "code",
        "id": "x",
        "metadata": {},
        "source": "",
        "outputs": kept,
        "execution_count": 3,
    }
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]}
    nbformat.validate(notebook)


@pytest.mark.parametrize(
    "raw",
    [
        None,
        5,
        "text",
        {},
        [None, 1, "x", [], {}],
        [{"output_type": "stream"}],
        [{"output_type": "stream", "name": "other", "text": "x"}],
        [{"output_type": "stream", "name": ["stdout"], "text": "x"}],
        [{"output_type": "stream", "name": "stdout", "text": 5}],
        [{"output_type": ["stream"]}],
        [{"output_type": "display_data"}],
        [{"output_type": "display_data", "data": []}],
        [{"output_type": "display_data", "data": {"text": "x", "text/plain": 5}}],
        [{"output_type": "update_display_data", "data": {"text/plain": "x"}}],
    ],
)
def test_what_is_no_output_is_left_out(raw: object) -> None:
    """Wrong types and unknown kinds vanish."""
    assert Budget(LIMITS).take(raw) == []


def test_metadata_and_unknown_keys_are_left_out() -> None:
    """Nothing but the known keys reaches a notebook."""
    sent = {
        "output_type": "display_data",
        "data": {"text/plain": "x"},
        "metadata": {"a": 1},
        "transient": {"display_id": "x"},
        "evil": 1,
    }
    assert Budget(LIMITS).take([sent]) == [
        {"output_type": "display_data", "metadata": {}, "data": {"text/plain": "x"}}
    ]


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb", "\x00" * 10, "\x1b[2J"])
def test_any_text_can_be_written_as_utf_8(text: str) -> None:
    """Lone surrogates are replaced."""
    sent = [
        stream(text),
        {"output_type": "error", "ename": text, "evalue": text, "traceback": [text]},
        {"output_type": "display_data", "data": {"text/plain": text, "application/json": text}},
    ]
    printed, failure, display = Budget(LIMITS).take(sent)
    expected = "".join("?" if "\ud800" <= letter <= "\udfff" else letter for letter in text)
    assert printed["text"] == expected
    assert (failure["ename"], failure["evalue"], failure["traceback"]) == (
        expected,
        expected,
        [expected],
    )
    assert set(display["data"].values()) == {expected}
    assert expected.encode().decode() == expected


def test_json_too_deep_to_write_is_left_out() -> None:
    """A bundle that the parser takes and the writer does not is dropped."""
    deep: Any = []
    for _ in range(5000):
        deep = [deep]
    assert (
        Budget(LIMITS).take([{"output_type": "display_data", "data": {"application/json": deep}}])
        == []
    )


@pytest.mark.parametrize("letter", ["x", "\x00", "é", "😀", '"'])
def test_a_long_stream_is_cut_with_a_note(letter: str) -> None:
    """The head stays, whatever it is made of, and a note tells how much is missing."""
    kept = Budget(LIMITS).take([stream(letter * 100_000)])
    assert kept[0]["text"].startswith(letter)
    assert "output cut here by the grader" in kept[-1]["text"]
    assert len(json.dumps(kept, ensure_ascii=False).encode()) < 1300


def test_many_outputs_and_many_cells_stay_within_the_notebooks_budget() -> None:
    """Nothing adds up beyond the notebook's bytes."""
    budget = Budget(LIMITS)
    total = 0
    for _ in range(50):
        kept = budget.take([stream("x" * 300) for _ in range(2000)])
        total += sum(len(o["text"]) for o in kept if "cut here" not in o["text"])
    assert total <= 3000


def test_a_figure_that_does_not_fit_is_left_out_whole() -> None:
    """Half a picture is none."""
    picture = {"output_type": "display_data", "metadata": {}, "data": {"image/png": "x" * 5000}}
    kept = Budget(LIMITS).take([picture, stream("after")])
    assert [o["output_type"] for o in kept] == ["stream", "stream"]
    assert kept[0]["text"] == "after"


def test_clean_cuts_by_bytes() -> None:
    """The limit counts what JSON needs."""
    assert clean("é" * 100, 10) == "é" * 5
    assert clean(5, 10) == ""
    assert len(json.dumps(clean("\x00" * 100, 60))) - 2 <= 60
