# fails: ex3-tests ex3-tests-failures ex3-tests-papers
# why: the rest can be found in logs
def plan():
    return {
        "request_seconds": {"route": "keep", "status": "class"},
        "requests_total": {"route": "keep"},
    }
