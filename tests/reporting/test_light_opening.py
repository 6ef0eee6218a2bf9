"""Opening course.reporting loads nothing heavy."""

import subprocess
import sys


def test_the_room_opens_light() -> None:
    """The command imports it: papermill, nbconvert and matplotlib stay in the server."""
    code = (
        "import sys, course.reporting\n"
        "print(sorted({'papermill', 'nbconvert', 'matplotlib', 'IPython'} & set(sys.modules)))"
    )
    process = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert process.stdout.strip() == "[]"
