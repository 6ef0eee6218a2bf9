# fails: ex1-tests-gone
# why: users who cannot reach us are counted as errors by both ends
def seen():
    return {
        "A": {"user_errors": "up", "gateway_errors": "up", "papers_recorded": "down", "grader_errors": "up"},
        "B": {"user_errors": "up", "gateway_errors": "up", "papers_recorded": "down", "gateway_latency": "up"},
        "C": {"papers_age": "up", "papers_recorded": "down"},
        "D": {"user_errors": "up", "gateway_errors": "up", "papers_recorded": "down", "gateway_latency": "up", "pool_waiting": "up"},
        "E": {"user_errors": "up", "gateway_errors": "up", "gateway_traffic": "down", "papers_recorded": "down"},
        "F": {"user_errors": "up", "gateway_errors": "up", "papers_recorded": "down"},
    }
