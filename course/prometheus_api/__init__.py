"""Prometheus' HTTP API (v1) over a run of an incident, on loopback, so that Grafana can look at it.

    app(source)              a tornado application; source() gives the run as it stands
    followed(path, …)        a run as its journal has it, read anew when a request comes
    serve(app, port, ready)  until it is stopped

It reads and never writes; a look through it is no line of a journal and has no price. PromQL's
meaning stands in promql/. Requests must name a loopback host (against DNS rebinding); no CORS.
A file imports only files before it: following, shapes, api (tests/test_serving.py keeps it).
"""

from course.prometheus_api.followed_run import RunView, followed, played_by_nobody, source_of
from course.prometheus_api.handlers import app, serve, server_of

__all__ = ["RunView", "app", "followed", "played_by_nobody", "serve", "server_of", "source_of"]
