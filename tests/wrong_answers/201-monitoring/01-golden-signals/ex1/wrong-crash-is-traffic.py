# fails: ex1-tests-gone
# why: a crashed grader takes traffic away from the gateway, and no error is left
def seen():
    return {
        "A": {"user_errors": "up", "gateway_errors": "up", "papers_recorded": "down", "grader_errors": "up"},
        "B": {"user_errors": "up", "gateway_errors": "up", "papers_recorded": "down", "gateway_latency": "up"},
        "C": {"papers_age": "up", "papers_recorded": "down"},
        "D": {"user_errors": "up", "gateway_errors": "up", "papers_recorded": "down", "gateway_latency": "up", "pool_waiting": "up"},
        "E": {"gateway_traffic": "down", "papers_recorded": "down"},
        "F": {"gateway_traffic": "down", "papers_recorded": "down"},
    }
