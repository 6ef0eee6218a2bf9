"""`python -m tests.promql [FOLDER]`: the table by file of promqltest scripts (or PROMQLTEST)."""

import argparse
import os
import re
import sys
from collections import Counter
from pathlib import Path

from tests.promql.scripts import table


def main() -> None:
    """Print the table; the exit is 1 where an eval is wrong."""
    words = argparse.ArgumentParser(prog="python -m tests.promql", description=__doc__)
    words.add_argument("folder", nargs="?", default=os.environ.get("PROMQLTEST"), type=Path)
    words.add_argument("--all", action="store_true", help="list every eval that is not right")
    arguments = words.parse_args()
    if arguments.folder is None or not Path(arguments.folder).is_dir():
        words.error("expected a folder of scripts, as an argument or in PROMQLTEST")
    text, reports = table(Path(arguments.folder))
    verdicts = [(name, v) for name, part in reports.items() for v in part]
    answered = ("right", "wrong")
    reasons = Counter(
        re.sub(r"^query: (\d+:\d+: )?", "", v.why) for _, v in verdicts if v.what not in answered
    )
    lines = [text, "", "not answered most often, and why:"]
    lines += [f"{n:5} {why}" for why, n in reasons.most_common(12)]
    lines += [
        f"{v.what}: {name}:{v.line}: {v.query}\n    {v.why or v.lacks}"
        for name, v in verdicts
        if v.what == "wrong" or (arguments.all and (v.what != "right" or v.lacks))
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    raise SystemExit(any(v.what == "wrong" for _, v in verdicts))


if __name__ == "__main__":
    main()
