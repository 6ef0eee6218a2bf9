"""Answer files: written whole or not at all, and read as a stranger's."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from course.errors import NotebookError, SubmissionError
from course.widgets import answer_files
from course.widgets.answer_files import load, read_answer, store

NOW = datetime(2026, 11, 3, 10, 0, tzinfo=UTC)


def put(folder: Path, content: bytes | str | dict[str, Any], name: str = "01-q.json") -> Path:
    (folder / "answers").mkdir(exist_ok=True)
    path = folder / "answers" / name
    text = json.dumps(content) if isinstance(content, dict) else content
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def good(**words: Any) -> dict[str, Any]:
    saved = "2026-11-03T10:00:00Z"
    return {"format": 1, "id": "01-q", "kind": "quiz", "saved": saved, "value": {}} | words


def test_what_is_stored_is_read_again(tmp_path: Path) -> None:
    """Value, time and place are those of the file's format, and nothing else is left behind."""
    stored = store("01-q", "quiz", {"a": "b", "n": 1.5}, folder=tmp_path, now=lambda: NOW)

    assert load("01-q", kind="quiz", folder=tmp_path) == stored
    assert read_answer("01-q", folder=tmp_path).get("n") == 1.5
    assert [p.name for p in (tmp_path / "answers").iterdir()] == ["01-q.json"]
    assert json.loads((tmp_path / "answers" / "01-q.json").read_text()) == good(
        value={"a": "b", "n": 1.5}
    )


def test_nothing_saved_is_no_problem(tmp_path: Path) -> None:
    """No folder and no file mean that nothing was answered."""
    assert read_answer("01-q", folder=tmp_path) == answer_files.Saved()
    assert read_answer("01-q", folder=tmp_path).get("a", "none") == "none"


@pytest.mark.parametrize("name", ["../x", "a/b", "", ".", "A", "a" * 65, "x\n", 7, None, "a..b"])
def test_an_id_that_is_a_path_is_refused(tmp_path: Path, name: Any) -> None:
    """No id leads out of the folder, to read or to write."""
    with pytest.raises(NotebookError, match="expected an id such as"):
        store(name, "quiz", {}, folder=tmp_path)
    with pytest.raises(NotebookError, match="expected an id such as"):
        read_answer(name, folder=tmp_path)
    assert list(tmp_path.iterdir()) == []


HOSTILE: dict[str, tuple[Any, str]] = {
    "not JSON": ("quiz", "line 1: expected JSON: expecting value"),
    "empty": ("", "line 1: expected JSON: expecting value"),
    "not UTF-8": (b"\xff\xfe{}", "line 1: expected UTF-8, got byte 0xff"),
    "a list": ("[]", "expected an object, got list"),
    "deep": ("[" * 30_000, "expected less nesting"),
    "large": (b" " * 70_000, "expected at most 65536 bytes, got 70000"),
    "not a number": ('{"format": NaN}', "expected a finite number, got NaN"),
    "infinite": ('{"format": 1e999}', "expected a finite number, got 1e999"),
    "long number": ('{"format": ' + "9" * 5000 + "}", "Exceeds the limit"),
    "other format": (good(format=2), "format: expected 1, got '2'"),
    "true as format": (good(format=True), "format: expected 1, got 'True'"),
    "path in the id": (good(id="../../etc/passwd"), "id: expected '01-q', got '../../etc/passwd'"),
    "other kind": (good(kind="hints"), "kind: expected 'quiz', got 'hints'"),
    "no time": (good(saved="yesterday"), "saved: expected a time such as"),
    "time of a wrong type": (good(saved=[1]), "saved: expected a time such as"),
    "value refused": (good(value={"x": 1}), "unknown question 'x'"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_a_message(tmp_path: Path, name: str) -> None:
    """Whatever lies there, reading gives a message that names the file, and no exception."""
    content, reason = HOSTILE[name]
    put(tmp_path, content)

    saved = load(
        "01-q",
        kind="quiz",
        folder=tmp_path,
        check=lambda value: [f"unknown question {k!r}" for k in value],
    )

    assert (saved.value, saved.at) == (None, None)
    assert saved.problem is not None
    assert saved.problem.startswith("answers/01-q.json is not used: ")
    assert reason in saved.problem


def test_a_hundred_megabytes_are_not_read(tmp_path: Path) -> None:
    """The size decides before a byte is read."""
    path = put(tmp_path, "{}")
    os.truncate(path, 100 << 20)

    assert read_answer("01-q", folder=tmp_path).problem == (
        "answers/01-q.json is not used: expected at most 65536 bytes, got 104857600"
    )


def test_links_pipes_and_folders_are_not_followed(tmp_path: Path) -> None:
    """A link in place of file or folder, a pipe and a folder are refused, reading and writing."""
    secret = tmp_path / "secret.json"
    secret.write_text(json.dumps(good(value={"a": "b"})))
    home = tmp_path / "answers"
    home.mkdir()
    (home / "01-link.json").symlink_to(secret)
    os.mkfifo(home / "01-pipe.json")
    (home / "01-folder.json").mkdir()

    problems = [
        str(read_answer(f"01-{n}", folder=tmp_path).problem) for n in ("link", "pipe", "folder")
    ]
    assert [p.partition(": ")[2] for p in problems] == [
        "expected a plain file, got a link",
        "expected a plain file, got another kind",
        "expected a plain file, got a folder",
    ]

    store("01-link", "quiz", {}, folder=tmp_path)  # the link is replaced, not what it points to
    assert json.loads(secret.read_text())["value"] == {"a": "b"}
    with pytest.raises(SubmissionError, match=r"answers/01-folder\.json cannot be written: "):
        store("01-folder", "quiz", {}, folder=tmp_path)
    assert sorted(p.name for p in home.iterdir()) == [
        "01-folder.json",
        "01-link.json",
        "01-pipe.json",
    ]


def test_a_linked_answers_folder_is_neither_read_nor_written(tmp_path: Path) -> None:
    """answers/ itself may not lead elsewhere."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "01-q.json").write_text(json.dumps(good()))
    (tmp_path / "answers").symlink_to(tmp_path / "elsewhere")

    why = "expected answers to be a folder, got a link or a file"
    assert why in str(read_answer("01-q", folder=tmp_path).problem)
    with pytest.raises(SubmissionError, match=why):
        store("01-q", "quiz", {"a": "b"}, folder=tmp_path)
    assert json.loads((tmp_path / "elsewhere" / "01-q.json").read_text())["value"] == {}


def test_a_write_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk costs the new answer, not the old one, and leaves no rubbish."""
    store("01-q", "quiz", {"a": "b"}, folder=tmp_path)
    before = (tmp_path / "answers" / "01-q.json").read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("course.files.os.fsync", full)
    with pytest.raises(SubmissionError, match="No space left on device"):
        store("01-q", "quiz", {"a": "c"}, folder=tmp_path)

    assert {p.name: p.read_bytes() for p in (tmp_path / "answers").iterdir()} == {
        "01-q.json": before
    }


def test_too_large_an_answer_is_not_written(tmp_path: Path) -> None:
    """What could not be read again is not written."""
    with pytest.raises(SubmissionError, match="expected at most 65536 bytes"):
        store("01-q", "minute", {"up": "x" * 70_000}, folder=tmp_path)
    assert not (tmp_path / "answers").exists()
