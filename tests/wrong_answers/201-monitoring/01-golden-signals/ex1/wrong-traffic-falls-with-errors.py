# fails: ex1-tests ex1-tests-wait ex1-tests-gone
# why: a failed request is no traffic
def seen():
    return {
        "A": {"user_errors": "up", "gateway_errors": "up", "papers_recorded": "down", "grader_errors": "up", "gateway_traffic": "down"},
        "B": {"user_errors": "up", "gateway_errors": "up", "papers_recorded": "down", "gateway_latency": "up", "gateway_traffic": "down"},
        "C": {"papers_age": "up", "papers_recorded": "down"},
        "D": {"user_errors": "up", "gateway_errors": "up", "papers_recorded": "down", "gateway_latency": "up", "pool_waiting": "up", "gateway_traffic": "down", "papers_age": "up"},
        "E": {"gateway_traffic": "down", "papers_recorded": "down"},
        "F": {"user_errors": "up", "gateway_errors": "up", "papers_recorded": "down", "gateway_traffic": "down", "grader_errors": "up"},
    }
