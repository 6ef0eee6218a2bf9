# fails: ex1-tests ex1-tests-wait ex1-tests-gone
# why: a failure moves every signal a little
def seen():
    return {
        "A": {"user_errors": "up", "gateway_errors": "up", "papers_recorded": "down", "gateway_latency": "up", "grader_errors": "up", "pool_waiting": "up", "papers_age": "up", "gateway_traffic": "down"},
        "B": {"user_errors": "up", "gateway_errors": "up", "papers_recorded": "down", "gateway_latency": "up", "grader_errors": "up", "pool_waiting": "up", "papers_age": "up", "gateway_traffic": "down"},
        "C": {"user_errors": "up", "gateway_errors": "up", "papers_recorded": "down", "gateway_latency": "up", "grader_errors": "up", "pool_waiting": "up", "papers_age": "up", "gateway_traffic": "down"},
        "D": {"user_errors": "up", "gateway_errors": "up", "papers_recorded": "down", "gateway_latency": "up", "grader_errors": "up", "pool_waiting": "up", "papers_age": "up", "gateway_traffic": "down"},
        "E": {"user_errors": "up", "gateway_errors": "up", "papers_recorded": "down", "gateway_latency": "up", "grader_errors": "up", "pool_waiting": "up", "papers_age": "up", "gateway_traffic": "down"},
        "F": {"user_errors": "up", "gateway_errors": "up", "papers_recorded": "down", "gateway_latency": "up", "grader_errors": "up", "pool_waiting": "up", "papers_age": "up", "gateway_traffic": "down"},
    }
