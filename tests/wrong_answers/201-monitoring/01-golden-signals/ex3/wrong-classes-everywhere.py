# fails: ex3-tests-failures ex3-tests-papers
# why: classes of everything that has classes
def plan():
    return {
        "request_seconds": {"route": "keep", "status": "class"},
        "requests_total": {"route": "keep", "status": "class", "version": "keep"},
        "instance_failures_total": {"instance": "keep"},
        "pool_waiting": {"instance": "keep"},
        "papers_recorded_total": {"school": "class"},
        "paper_bytes": {"course": "class"},
    }
