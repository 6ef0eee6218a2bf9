"""Under which name a learner hands in: the one signed in with, also where all have one account."""

import os

c = get_config()  # noqa: F821 - traitlets gives it
c.CourseDirectory.student_id = os.environ["JUPYTERHUB_USER"]
