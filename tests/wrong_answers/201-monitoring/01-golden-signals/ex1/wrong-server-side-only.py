# fails: ex1-tests ex1-tests-wait ex1-tests-gone
# why: looks at servers, never at the users or at the far end
def seen():
    return {
        "A": {"gateway_errors": "up", "grader_errors": "up"},
        "B": {"gateway_errors": "up", "gateway_latency": "up"},
        "C": {"papers_age": "up"},
        "D": {"gateway_errors": "up", "gateway_latency": "up", "pool_waiting": "up"},
        "E": {"gateway_traffic": "down"},
        "F": {"gateway_errors": "up"},
    }
