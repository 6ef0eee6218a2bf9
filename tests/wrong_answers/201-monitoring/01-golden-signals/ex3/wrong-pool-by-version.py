# fails: ex3-tests
# why: waiting by version, where the question is which instance
def plan():
    return {
        "request_seconds": {"route": "keep", "status": "class"},
        "requests_total": {"route": "keep", "status": "keep", "version": "keep"},
        "instance_failures_total": {"instance": "keep"},
        "pool_waiting": {"version": "keep"},
        "papers_recorded_total": {"school": "keep"},
        "paper_bytes": {"course": "class"},
    }
