"""The compiled kernel is kept, found again, and never that of other sources."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from course.simulation import kernel_startup
from course.simulation.kernel import numba_cache

ROOT = Path(__file__).parents[2]
# A package of two files: the second imports the first, as the files of the kernel do.
DOOR = (ROOT / "course" / "simulation" / "kernel" / "numba_cache.py").read_text(encoding="utf-8")
LOW = "from toy.compiling import inner\n\n@inner\ndef low(x):\n    return x + {number}\n"
HIGH = "from toy.compiling import compiled\nfrom toy.low import low\n\n@compiled\ndef high(x):\n    return low(x)\n"
SAY = "from toy.high import high; print(high(0), sum(high.stats.cache_hits.values()))"


def say(home: Path, store: Path) -> list[int]:
    process = subprocess.run(
        [sys.executable, "-c", SAY],
        cwd=home,
        text=True,
        capture_output=True,
        check=True,
        env={**os.environ, "COURSE_KERNEL_CACHE": str(store), "PYTHONPATH": str(home)},
    )
    return [int(word) for word in process.stdout.split()]


def test_a_changed_source_never_runs_stale_code(tmp_path: Path) -> None:
    """A change in a file that is only imported is seen; without one, the kept result is loaded."""
    toy = tmp_path / "toy"
    toy.mkdir()
    for name, text in (("__init__", ""), ("compiling", DOOR), ("high", HIGH)):
        (toy / f"{name}.py").write_text(text, encoding="utf-8")
    (toy / "low.py").write_text(LOW.format(number=1), encoding="utf-8")
    store = tmp_path / "store"
    assert say(tmp_path, store) == [1, 0]
    assert say(tmp_path, store) == [1, 1]
    (toy / "low.py").write_text(LOW.format(number=2), encoding="utf-8")
    shutil.rmtree(toy / "__pycache__", ignore_errors=True)
    assert say(tmp_path, store) == [2, 0]


def test_the_digest_sees_every_file_of_the_kernel(tmp_path: Path) -> None:
    """One byte in any file gives another folder."""
    for path in numba_cache.HOME.glob("*.py"):
        shutil.copy(path, tmp_path)
    before = numba_cache.digest(tmp_path)
    assert before == numba_cache.digest()
    for path in tmp_path.glob("*.py"):
        text = path.read_bytes()
        path.write_bytes(text + b"\n")
        assert numba_cache.digest(tmp_path) != before, path.name
        path.write_bytes(text)


def test_the_folder_is_ours_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that others may write, or a link, is not used: what lies there is executed."""
    fresh = numba_cache.cache_folder.__wrapped__
    monkeypatch.setenv("COURSE_KERNEL_CACHE", str(tmp_path / "good"))
    folder = fresh()
    assert folder.is_relative_to(tmp_path) and stat.S_IMODE(folder.stat().st_mode) == 0o700
    open_to_all = tmp_path / "bad" / "engineering-excellence"
    open_to_all.mkdir(parents=True)
    open_to_all.chmod(0o777)
    monkeypatch.setenv("COURSE_KERNEL_CACHE", str(tmp_path / "bad"))
    assert not fresh().is_relative_to(tmp_path / "bad")
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked" / "engineering-excellence").symlink_to(tmp_path / "good")
    monkeypatch.setenv("COURSE_KERNEL_CACHE", str(tmp_path / "linked"))
    assert not fresh().is_relative_to(tmp_path / "linked")


def test_a_warm_start_is_silent_and_compiles_nothing() -> None:
    """What is kept is loaded; every entry that Python calls is among it."""
    announcements: list[str] = []
    kernel_startup._ready.clear()
    kernel_startup.prepare(announcements.append)
    assert announcements == []
    assert len(kernel_startup.entries()) >= 12


def test_a_cold_start_is_announced(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It says that it compiles, where the result goes, and when it is done."""
    announcements: list[str] = []
    monkeypatch.setattr(kernel_startup, "cache_folder", lambda: tmp_path)
    monkeypatch.setattr(kernel_startup, "entries", list)
    kernel_startup._ready.clear()
    kernel_startup.prepare(announcements.append)
    assert str(tmp_path) in announcements[0] and announcements[-1].strip() == "done"
