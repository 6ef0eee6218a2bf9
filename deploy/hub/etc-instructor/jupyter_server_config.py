"""The instructor's server: formgrader's page in JupyterLab's frame, formulas without a network."""

import os
from pathlib import Path

c = get_config()  # noqa: F821 - traitlets gives it
# Without it formgrader's tab stays blank: its page is framed by JupyterLab's.
c.ServerApp.tornado_settings = {"headers": {"Content-Security-Policy": "frame-ancestors 'self'"}}
c.ServerApp.extra_static_paths = [str(Path(os.environ["COURSE_MATHJAX"]).parent)]
