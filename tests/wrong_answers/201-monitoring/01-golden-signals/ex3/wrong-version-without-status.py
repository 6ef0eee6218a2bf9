# fails: ex3-tests-failures
# why: requests by version, and none of them known as failed
def plan():
    return {
        "request_seconds": {"route": "keep", "status": "class"},
        "requests_total": {"route": "keep", "version": "keep"},
        "instance_failures_total": {"instance": "keep"},
        "pool_waiting": {"instance": "keep"},
        "papers_recorded_total": {"school": "keep"},
        "paper_bytes": {"course": "class"},
    }
