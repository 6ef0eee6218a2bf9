"""nbgrader's configuration: words from course/program.toml, places from the environment."""

import os
from pathlib import Path

from course.learning import program_file
from course.program import load_program

here = Path(__file__).resolve().parent
program = load_program(program_file(here))

c = get_config()  # noqa: F821 - traitlets gives it
c.CourseDirectory.course_id = program.course_id
c.CourseDirectory.root = str(here)
c.CourseDirectory.db_url = os.environ.get("COURSE_DB_URL", f"sqlite:///{here}/gradebook.db")
c.Execute.extra_arguments = ["--HistoryManager.hist_file=:memory:", "--IPKernelApp.log_level=40"]
c.Exchange.root = os.environ.get("COURSE_EXCHANGE", str(here / "exchange"))
