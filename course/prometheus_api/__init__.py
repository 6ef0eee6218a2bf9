"""Prometheus' HTTP API (v1) over a run of an incident, on loopback, so that Grafana can look at it.

    app(source)              a tornado application; source() gives the run as it stands
    FollowedRun(path, …)     a run as its journal has it, read anew when a request comes
    serve(app, port, ready)  until it is stopped

It reads and never writes: a look through it is no line of a journal and has no price. What PromQL
means is said in promql/. Requests must name a loopback host, against DNS rebinding, and no page of
another origin may read an answer (no CORS).

Files in reading order: followed_run (the run that is served), handlers (what the API
takes and gives, one for each address, and the server).
"""

from course.prometheus_api.followed_run import FollowedRun, RunView, source_of, unattended_run
from course.prometheus_api.handlers import app, serve, server_of

__all__ = ["FollowedRun", "RunView", "app", "serve", "server_of", "source_of", "unattended_run"]
