"""nbgrader's configuration: words from course/program.toml, places from the environment."""

import os
from pathlib import Path

from course.program import load_program

here = Path(__file__).resolve().parent
program = load_program(here / "course" / "program.toml")

c = get_config()  # noqa: F821 - traitlets gives it
c.CourseDirectory.course_id = program.course_id
c.CourseDirectory.root = str(here)
c.CourseDirectory.db_url = os.environ.get("COURSE_DB_URL", f"sqlite:///{here}/gradebook.db")
c.Exchange.root = os.environ.get("COURSE_EXCHANGE", str(here / "exchange"))
