"""`python requirements/install.py PIP'S ARGUMENTS`: `pip install`, told in one line that moves.

pip says three lines a package, or with --quiet nothing for minutes. Here a terminal gets one line,
written over, with how many packages came; anything else a line now and then. Where pip fails, its
last lines are shown. The standard library only: nothing is installed yet.
"""

import re
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

COMING = re.compile(
    r"\s*(?:Using cached|Downloading) (\S+?)(?:-py\S*|-cp\S*)?(?:\.whl|\.tar\.gz)\S*( \(.+\))?"
)
NAMED = re.compile(r"Collecting (\S+?)(?: .*)?$|Requirement already satisfied: (\S+?)(?: .*)?$")
EVERY = 25  # packages a line, where lines cannot be written over
LAST_LINES, WIDTH = 30, 78
PATIENCE_S = 1.0


def told(lines: Iterable[str], total: int) -> Iterator[str]:
    """Say for each of pip's lines that means something how far it is."""
    number = 0
    for line in lines:
        if named := NAMED.match(line):
            number += 1
            yield f"{number} of {max(number, total)}: {named[1] or named[2]}"
        elif coming := COMING.match(line):
            yield f"{number} of {max(number, total)}: {coming[1]}{coming[2] or ''}"
        elif line.startswith("Installing collected packages"):
            yield "all are here; unpacking them, a minute or less"


def kept(lines: Iterable[str], last: deque[str]) -> Iterator[str]:
    """Give the lines, and keep the last of them."""
    for line in lines:
        last.append(line)
        yield line.rstrip("\n")


def packages(arguments: list[str]) -> int:
    """Count what the lists of requirements name."""
    files = [Path(name) for option, name in pairwise(arguments) if option == "-r"]
    return sum(line[:1].isalnum() for file in files for line in file.read_text().splitlines())


def main(arguments: list[str]) -> int:
    """Run pip, tell how far it is, and give its exit status."""
    pip = [sys.executable, "-m", "pip", "install", "--disable-pip-version-check"]
    moving, last = sys.stdout.isatty(), deque[str](maxlen=LAST_LINES)
    with subprocess.Popen(
        [*pip, "--progress-bar", "off", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            lines = kept(process.stdout, last)
            for number, words in enumerate(told(lines, packages(arguments))):
                if moving:
                    print(f"\r  {words[:WIDTH]:<{WIDTH}}", end="", flush=True)
                elif number % EVERY == 0 or words.startswith("all"):
                    print(f"  {words}", flush=True)
        except KeyboardInterrupt:
            try:
                process.wait(PATIENCE_S)
            except subprocess.TimeoutExpired:
                process.kill()
            print("\nstopped; say it again to go on", file=sys.stderr)
            return 130
    if moving:
        print()
    if process.returncode:
        print("".join(last), end="", file=sys.stderr)
    return process.returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
