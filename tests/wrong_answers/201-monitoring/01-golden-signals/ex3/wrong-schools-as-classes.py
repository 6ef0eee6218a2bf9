# fails: ex3-tests-papers
# why: large, middle and small schools cannot name the one that fell silent
def plan():
    return {
        "request_seconds": {"route": "keep", "status": "class"},
        "requests_total": {"route": "keep", "status": "keep", "version": "keep"},
        "instance_failures_total": {"instance": "keep"},
        "pool_waiting": {"instance": "keep"},
        "papers_recorded_total": {"school": "class"},
        "paper_bytes": {"course": "class"},
    }
