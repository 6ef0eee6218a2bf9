"""The course's own configuration, which says how to grade, wherever the server was started."""

import os

c = get_config()  # noqa: F821 - traitlets gives it
load_subconfig("nbgrader_config.py", path=os.environ["COURSE_DIR"])  # noqa: F821 - as above
