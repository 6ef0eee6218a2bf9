# fails: ex1-tests-wait
# why: a paused queue makes hand-ins fail and wait, as a slow database would
def seen():
    return {
        "A": {"user_errors": "up", "gateway_errors": "up", "papers_recorded": "down", "grader_errors": "up"},
        "B": {"user_errors": "up", "gateway_errors": "up", "papers_recorded": "down", "gateway_latency": "up"},
        "C": {"user_errors": "up", "gateway_errors": "up", "papers_recorded": "down", "papers_age": "up", "gateway_latency": "up"},
        "D": {"user_errors": "up", "gateway_errors": "up", "papers_recorded": "down", "gateway_latency": "up", "pool_waiting": "up"},
        "E": {"gateway_traffic": "down", "papers_recorded": "down"},
        "F": {"user_errors": "up", "gateway_errors": "up", "papers_recorded": "down"},
    }
