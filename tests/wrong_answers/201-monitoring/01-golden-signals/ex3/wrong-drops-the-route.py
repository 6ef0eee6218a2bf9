# fails: ex3-tests ex3-tests-failures
# why: drops the route, which has many values
def plan():
    return {
        "request_seconds": {"status": "keep"},
        "requests_total": {"status": "keep", "version": "keep"},
        "instance_failures_total": {"instance": "keep"},
        "pool_waiting": {"instance": "keep"},
        "papers_recorded_total": {"school": "keep"},
        "paper_bytes": {"course": "class"},
    }
