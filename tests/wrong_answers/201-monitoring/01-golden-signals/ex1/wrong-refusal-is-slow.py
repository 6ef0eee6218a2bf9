# fails: ex1-tests
# why: a grader at its limit is slow instead of refusing
def seen():
    return {
        "A": {"gateway_latency": "up", "user_errors": "up", "papers_recorded": "down"},
        "B": {"user_errors": "up", "gateway_errors": "up", "papers_recorded": "down", "gateway_latency": "up"},
        "C": {"papers_age": "up", "papers_recorded": "down"},
        "D": {"user_errors": "up", "gateway_errors": "up", "papers_recorded": "down", "gateway_latency": "up", "pool_waiting": "up"},
        "E": {"gateway_traffic": "down", "papers_recorded": "down"},
        "F": {"user_errors": "up", "gateway_errors": "up", "papers_recorded": "down"},
    }
