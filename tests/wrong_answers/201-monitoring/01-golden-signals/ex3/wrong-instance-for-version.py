# fails: ex3-tests-failures
# why: the version moved to the failures, where no share can be made of it
def plan():
    return {
        "request_seconds": {"route": "keep", "status": "class"},
        "requests_total": {"route": "keep", "status": "class", "instance": "keep"},
        "instance_failures_total": {"version": "keep", "route": "keep"},
        "pool_waiting": {"instance": "keep"},
        "papers_recorded_total": {"school": "keep"},
        "paper_bytes": {"course": "class"},
    }
