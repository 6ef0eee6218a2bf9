"""The public door."""

import subprocess
import sys

import course


def test_the_door_is_sorted_and_every_name_opens() -> None:
    """Each public name can be had, and `__all__` lists them in order."""
    assert sorted(course.__all__) == course.__all__
    for name in course.__all__:
        assert getattr(course, name).__name__ == name


def test_nothing_leaks() -> None:
    """No public name stands beside those that `__all__` lists."""
    # Submodules appear once somebody imports them, and so does what typing needs.
    leaked = {
        name
        for name, value in vars(course).items()
        if not name.startswith("_")
        and name not in course.__all__
        and getattr(value, "__name__", "").split(".")[0] == "course"
        and type(value).__name__ != "module"
    }
    assert leaked == set()


def test_an_unknown_name_is_an_attribute_error() -> None:
    """A misspelt name fails as in any module."""
    assert not hasattr(course, "laod_program")


def test_the_door_costs_nothing() -> None:
    """`import course.cli.command` loads neither pydantic nor nbformat nor nbgrader."""
    heavy = "{'pydantic', 'nbformat', 'nbgrader', 'matplotlib', 'IPython', 'tqdm'}"
    code = f"import sys, course.cli.command; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
