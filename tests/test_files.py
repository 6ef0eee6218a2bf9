"""Files: a stranger's is read whole or refused, ours are written whole, a lock holds."""

import errno
import multiprocessing
import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from course.files import (
    PACKAGE,
    SCENARIOS,
    locked,
    read_plain,
    refusal,
    require_plain_folder,
    scenario_folders,
    strict_json,
    write_whole,
)
from tests.samples import WITHOUT_RIGHTS


def test_a_plain_file_is_read_whole_and_bounded(tmp_path: Path) -> None:
    """As many bytes as allowed are read; one more is refused, and nothing is no file."""
    (tmp_path / "a").write_bytes(b"12345")
    assert read_plain(tmp_path / "a", 5) == b"12345"
    with pytest.raises(FileNotFoundError):
        read_plain(tmp_path / "none" / "a", 5)
    with pytest.raises(ValueError, match="expected at most 4 bytes, got 5"):
        read_plain(tmp_path / "a", 4)


def test_a_file_without_end_is_refused() -> None:
    """A device says that it is empty, and is none of our files."""
    with pytest.raises(ValueError, match="got another kind"):
        read_plain(Path("/dev/zero"), 5)


def test_links_folders_and_pipes_are_refused(tmp_path: Path) -> None:
    """A file may not be something else; a pipe does not wait, nor a link to nowhere."""
    (tmp_path / "a").write_bytes(b"1")
    (tmp_path / "link").symlink_to(tmp_path / "a")
    (tmp_path / "astray").symlink_to(tmp_path / "nothing")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for name, kind in (
        ("link", "a link"),
        ("astray", "a link"),
        ("pipe", "another kind"),
        ("folder", "a folder"),
    ):
        with pytest.raises(ValueError, match=f"expected a plain file, got {kind}"):
            read_plain(tmp_path / name, 5)


def test_a_private_file_is_refused_where_others_may_read_it(tmp_path: Path) -> None:
    """The mode that stands there is named."""
    path = tmp_path / "key"
    path.write_bytes(b"1")
    path.chmod(0o600)
    assert read_plain(path, 5, private=True) == b"1"
    path.chmod(0o640)
    with pytest.raises(ValueError, match="expected mode 0600, got 0640"):
        read_plain(path, 5, private=True)


def test_a_folder_may_be_required_to_be_one(tmp_path: Path) -> None:
    """A link to a folder is none."""
    (tmp_path / "linked").symlink_to(tmp_path)
    require_plain_folder(tmp_path)
    with pytest.raises(ValueError, match="expected linked to be a folder"):
        require_plain_folder(tmp_path / "linked")
    with pytest.raises(FileNotFoundError):
        require_plain_folder(tmp_path / "none")


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b'{"a": 1, "a": 2}', "expected each key once, got 'a' twice"),
        (b"[NaN]", "expected a finite number, got NaN"),
        (b"[-Infinity]", "expected a finite number, got -Infinity"),
        (b"[1e999]", "expected a finite number, got 1e999"),
        (b'\n{"a": "\xff"}', "line 2: expected UTF-8, got byte 0xff"),
        (b'{\n"a": 1,}', "line 2: expected JSON: "),
        (b"", "line 1: expected JSON: expecting value"),
        (b"[" * 100_000, "expected less nesting"),
    ],
)
def test_json_that_says_two_things_or_nothing_is_refused(raw: bytes, why: str) -> None:
    """Each refusal says what was expected and where it stands."""
    with pytest.raises(ValueError, match=why):
        strict_json(raw)


def test_json_that_is_plain_is_read() -> None:
    """Text outside of ASCII, nested values and large numbers are plain JSON."""
    assert strict_json('{"ä": [1, 2.5, null, {"b": true}]}'.encode()) == {
        "ä": [1, 2.5, None, {"b": True}]
    }


def test_a_file_is_written_whole_with_its_mode(tmp_path: Path) -> None:
    """Nothing else is left in the folder, and what stood there is replaced."""
    path = tmp_path / "a.json"
    write_whole(path, "one\n")
    write_whole(path, b"two\n", mode=0o600)
    assert path.read_text() == "two\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in tmp_path.iterdir()] == ["a.json"]


def test_a_write_that_fails_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    """A folder in the file's place cannot be replaced by a file."""
    (tmp_path / "a").mkdir()
    with pytest.raises(OSError, match="a"):
        write_whole(tmp_path / "a", b"1")
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


def test_a_link_is_replaced_and_not_written_through(tmp_path: Path) -> None:
    """Whoever put a link there does not choose what is overwritten."""
    (tmp_path / "theirs").write_bytes(b"kept")
    (tmp_path / "a").symlink_to(tmp_path / "theirs")
    write_whole(tmp_path / "a", b"new")
    assert (tmp_path / "theirs").read_bytes() == b"kept"
    assert not (tmp_path / "a").is_symlink()


def test_what_a_killed_writer_left_is_used_again(tmp_path: Path) -> None:
    """Nothing is left lying about, whatever lay under the draft's name: a rest, a link, a pipe."""
    (tmp_path / "theirs").write_bytes(b"kept")
    for leave in (
        lambda draft: draft.write_bytes(b"half of someth"),
        lambda draft: draft.symlink_to(tmp_path / "theirs"),
        lambda draft: draft.hardlink_to(tmp_path / "theirs"),
        os.mkfifo,
    ):
        leave(tmp_path / ".a.new")
        write_whole(tmp_path / "a", b"new")
        assert (tmp_path / "a").read_bytes() == b"new"
        assert (tmp_path / "theirs").read_bytes() == b"kept"
        assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "theirs"]


def test_writers_at_the_same_time_leave_one_whole_file(tmp_path: Path) -> None:
    """Two hundred writes by four threads: each text is whole, and no draft is left."""
    texts = [f"{number}" * 5000 for number in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda text: write_whole(tmp_path / "a", text), texts * 50))
    assert (tmp_path / "a").read_text() in texts
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


def test_a_fresh_file_replaces_none(tmp_path: Path) -> None:
    """What is there stays, and nothing is left beside it."""
    write_whole(tmp_path / "a", b"1", fresh=True)
    with pytest.raises(FileExistsError):
        write_whole(tmp_path / "a", b"2", fresh=True)
    assert (tmp_path / "a").read_bytes() == b"1"
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


def _hold(path: Path, ready: "multiprocessing.synchronize.Event") -> None:
    with locked(path):
        ready.set()
        multiprocessing.Event().wait(60)


def test_a_lock_holds_until_its_process_ends(tmp_path: Path) -> None:
    """Another process is told; when the holder is killed, the lock is free."""
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    holder = context.Process(target=_hold, args=(tmp_path / "lock", ready))
    holder.start()
    try:
        assert ready.wait(60)
        with pytest.raises(BlockingIOError), locked(tmp_path / "lock", wait=False):
            pass
    finally:
        holder.kill()
        holder.join()
    with locked(tmp_path / "lock", wait=False):
        pass


def test_a_lock_is_no_way_into_another_file(tmp_path: Path) -> None:
    """A link in the lock's place is refused."""
    (tmp_path / "lock").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="lock"), locked(tmp_path / "lock"):
        pass
    assert not (tmp_path / "elsewhere").exists()


def test_a_lock_of_another_account_is_a_lock(tmp_path: Path) -> None:
    """Where umask left no right to write, it is held without writing, and nobody else holds it."""
    (tmp_path / "lock").touch(mode=0o444)
    code = (
        "import sys; from pathlib import Path; from course.files import locked\n"
        "with locked(Path(sys.argv[1]), wait=False): print('held')"
    )
    command = [*WITHOUT_RIGHTS, sys.executable, "-c", code, str(tmp_path / "lock")]
    variables = {**os.environ, "PYTHONPATH": str(PACKAGE.parent)}

    def said() -> str:
        done = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
        return done.stdout + done.stderr

    assert said() == "held\n"
    with locked(tmp_path / "lock"):
        assert "BlockingIOError" in said()


@pytest.mark.parametrize(
    ("number", "advice"),
    [
        (errno.EACCES, "permission denied (of "),
        (errno.EROFS, "read-only file system; work in a copy of the course that can be written"),
        (errno.ENOSPC, "no space left on device; make room and say it again"),
    ],
)
def test_a_refusal_names_what_refused_and_what_to_do(
    number: int, advice: str, tmp_path: Path
) -> None:
    """A file that could not be made is its folder's refusal."""
    error = OSError(number, os.strerror(number), str(tmp_path / "sub" / ".x.new"))
    place, what = refusal(error, Path("elsewhere"))

    assert place == str(tmp_path)
    assert what.startswith(advice) and "\n" not in what


def test_folders_of_scenarios_are_found_wherever_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ours always; the nearest course's where it has one; none where one cannot look."""
    monkeypatch.delenv("COURSE_SCENARIOS", raising=False)
    inner = tmp_path / "outer" / "course" / "source"
    inner.mkdir(parents=True)
    for course in (tmp_path / "outer", tmp_path / "outer" / "course"):
        (course / "nbgrader_config.py").touch()
    (tmp_path / "outer" / "scenarios").mkdir()
    monkeypatch.chdir(inner)
    assert scenario_folders() == [SCENARIOS], "the nearest course has none"
    (tmp_path / "outer" / "course" / "scenarios").mkdir()
    assert scenario_folders() == [SCENARIOS, tmp_path / "outer" / "course" / "scenarios"]
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert scenario_folders() == [SCENARIOS]
