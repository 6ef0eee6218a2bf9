"""JupyterHub for one course on one server: an instructor, learners, nbgrader's exchange.

What differs from server to server comes from the environment: /etc/course-hub.env, README.md.
"""

import os
import sys
from pathlib import Path

from course import load_program, program_file

here = Path(__file__).resolve().parent
wanted = (
    "COURSE_DIR",  # the instructor's: nbgrader_config.py, source/, the gradebook
    "COURSE_EXCHANGE",  # root's, with mode 1777
    "COURSE_INSTRUCTORS",  # names of users, with spaces between
    "COURSE_LEARNERS",
    "JPY_COOKIE_SECRET",  # openssl rand -hex 32
    "CONFIGPROXY_AUTH_TOKEN",  # openssl rand -hex 32
)
missing = [name for name in wanted if not os.environ.get(name)]
if missing:
    raise SystemExit(f"environment: expected {', '.join(missing)}: see {here / 'README.md'}")

course_dir = Path(os.environ["COURSE_DIR"])
instructors = set(os.environ["COURSE_INSTRUCTORS"].split())
learners = set(os.environ["COURSE_LEARNERS"].split())
modules = Path(os.environ.get("COURSE_NODE_MODULES", here / "node_modules"))
state = Path(os.environ.get("COURSE_HUB_STATE", "/var/lib/course-hub"))
if both := instructors & learners:
    raise SystemExit(f"{', '.join(sorted(both))}: expected an instructor or a learner, got both")

c = get_config()  # noqa: F821 - traitlets gives it
# TLS ends at a web server in front of it, on the same machine.
c.JupyterHub.bind_url = os.environ.get("COURSE_HUB_URL", "http://127.0.0.1:8000/")
c.JupyterHub.db_url = f"sqlite:///{state}/jupyterhub.sqlite"
c.ConfigurableHTTPProxy.command = [str(modules / ".bin" / "configurable-http-proxy")]
c.ConfigurableHTTPProxy.pid_file = str(state / "proxy.pid")

# Accounts of the system, each with a password of its own. JupyterHub's shared password lets
# every learner hand in as every other: it is for a trial on one's own machine.
c.JupyterHub.authenticator_class = os.environ.get("COURSE_SIGN_IN", "pam")
c.Authenticator.allowed_users = instructors | learners
c.Authenticator.allow_existing_users = False  # else a name taken out of the list stays in
if c.JupyterHub.authenticator_class == "shared-password":
    c.SharedPasswordAuthenticator.user_password = os.environ["COURSE_LEARNER_PASSWORD"]
    c.SharedPasswordAuthenticator.admin_password = os.environ["COURSE_INSTRUCTOR_PASSWORD"]
    c.Authenticator.admin_users = instructors

# A server runs as its user; `simple` runs all as one and is for a trial too.
c.JupyterHub.spawner_class = os.environ.get(
    "COURSE_SPAWNER", "jupyterhub.spawner.LocalProcessSpawner"
)
c.Spawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser"]
c.Spawner.default_url = "/lab"
c.Spawner.start_timeout = 120
c.Spawner.env_keep = ["LANG", "LC_ALL"]
c.Spawner.environment = {
    # nbgrader calls `alembic`, and the kernel `python3`, by name.
    "PATH": f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin",
    "COURSE_ID": load_program(program_file(course_dir)).course_id,
    "COURSE_EXCHANGE": os.environ["COURSE_EXCHANGE"],
}
if "COURSE_DRILL_HOST" in os.environ:  # its socket: graded drills are played there, sealed
    c.Spawner.environment["COURSE_DRILL_HOST"] = os.environ["COURSE_DRILL_HOST"]


def as_role(spawner):
    """Give a server its role's configuration before it starts; nobody else gets a server."""
    name = spawner.user.name
    role = "instructor" if name in instructors else "learner" if name in learners else None
    if role is None:
        raise RuntimeError(f"{name}: neither an instructor nor a learner of this course")
    spawner.environment |= {
        "JUPYTER_CONFIG_PATH": f"{here / f'etc-{role}'}:{here / 'etc-common'}",
        "JUPYTER_PATH": str(here / "share"),
    }
    if role == "instructor":
        spawner.notebook_dir = str(course_dir)
        spawner.environment |= {
            name: os.environ[name] for name in ("COURSE_DB_URL",) if name in os.environ
        } | {"COURSE_DIR": str(course_dir), "COURSE_MATHJAX": str(modules / "mathjax")}


c.Spawner.pre_spawn_hook = as_role
