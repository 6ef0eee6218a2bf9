# fails: ex1-tests-gone
# why: whatever fails is slow
def seen():
    return {
        "A": {"user_errors": "up", "gateway_errors": "up", "papers_recorded": "down", "grader_errors": "up", "gateway_latency": "up"},
        "B": {"user_errors": "up", "gateway_errors": "up", "papers_recorded": "down", "gateway_latency": "up"},
        "C": {"papers_age": "up", "papers_recorded": "down", "gateway_latency": "up"},
        "D": {"user_errors": "up", "gateway_errors": "up", "papers_recorded": "down", "gateway_latency": "up", "pool_waiting": "up"},
        "E": {"gateway_traffic": "down", "papers_recorded": "down", "gateway_latency": "up"},
        "F": {"user_errors": "up", "gateway_errors": "up", "papers_recorded": "down", "gateway_latency": "up"},
    }
