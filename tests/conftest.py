"""`--minutes`: where the time of a run went, by the parts of CONTRIBUTING.md's table.

It sums what `--durations` lists one by one: seconds of workers, fixtures with the test that they
were made for, without collecting and importing.
"""

from collections import defaultdict

import pytest

PARTS = {  # the first that a test's id begins with
    "tests/authoring/test_material_proofs.py": "proofs of exercises",
    "tests/test_material.py": "notebooks run as they are, and by nbval",
    "tests/grading/test_parity.py": "parity with nbgrader",
    "tests/grading/test_attacks": "attacks",
    "tests/grading/test_walls.py": "attacks",
    "tests/incidents/test_lint.py": "lint of incidents",
    "tests/demo": "demo and first certificate",
    "tests/test_first_certificate.py": "demo and first certificate",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option."""
    parser.addoption("--minutes", action="store_true", help="sum the tests' time by parts")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table."""
    if not terminalreporter.config.getoption("minutes"):
        return
    seconds: defaultdict[str, float] = defaultdict(float)
    for reports in terminalreporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport):
                seconds[part_of(report)] += report.duration
    terminalreporter.section("minutes of workers")
    for part, total in sorted(seconds.items(), key=lambda item: -item[1]):
        terminalreporter.write_line(f"{total / 60:6.1f} {part}")
    terminalreporter.write_line(f"{sum(seconds.values()) / 60:6.1f} together")


def part_of(report: pytest.TestReport) -> str:
    """Name the part of a test."""
    if "browser" in report.keywords:
        return "browser and Hub"
    return next((p for start, p in PARTS.items() if report.nodeid.startswith(start)), "all else")
