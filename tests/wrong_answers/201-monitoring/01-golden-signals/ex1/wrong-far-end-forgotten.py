# fails: ex1-tests ex1-tests-wait ex1-tests-gone
# why: never looks at papers_recorded, because papers are not requests
def seen():
    return {
        "A": {"user_errors": "up", "gateway_errors": "up", "grader_errors": "up"},
        "B": {"user_errors": "up", "gateway_errors": "up", "gateway_latency": "up"},
        "C": {"papers_age": "up"},
        "D": {"user_errors": "up", "gateway_errors": "up", "gateway_latency": "up", "pool_waiting": "up"},
        "E": {"gateway_traffic": "down"},
        "F": {"user_errors": "up", "gateway_errors": "up"},
    }
