# fails: ex3-tests ex3-tests-failures ex3-tests-papers
# why: keeps 500 courses to know eight faculties
def plan():
    return {
        "request_seconds": {"route": "keep", "status": "class"},
        "requests_total": {"route": "keep", "status": "keep", "version": "keep"},
        "instance_failures_total": {"instance": "keep"},
        "pool_waiting": {"instance": "keep"},
        "papers_recorded_total": {"school": "keep"},
        "paper_bytes": {"course": "keep"},
    }
