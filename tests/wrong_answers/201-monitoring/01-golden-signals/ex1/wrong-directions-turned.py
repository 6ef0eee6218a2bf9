# fails: ex1-tests ex1-tests-wait ex1-tests-gone
# why: gives up for down, as in availability instead of errors
def seen():
    return {
        "A": {"user_errors": "down", "gateway_errors": "down", "papers_recorded": "up", "grader_errors": "down"},
        "B": {"user_errors": "down", "gateway_errors": "down", "papers_recorded": "up", "gateway_latency": "down"},
        "C": {"papers_age": "down", "papers_recorded": "up"},
        "D": {"user_errors": "down", "gateway_errors": "down", "papers_recorded": "up", "gateway_latency": "down", "pool_waiting": "down"},
        "E": {"gateway_traffic": "up", "papers_recorded": "up"},
        "F": {"user_errors": "down", "gateway_errors": "down", "papers_recorded": "up"},
    }
