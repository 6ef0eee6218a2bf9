# fails: ex1-tests ex1-tests-gone
# why: the dead report their death, and lost calls are counted where they were meant to go
def seen():
    return {
        "A": {"user_errors": "up", "gateway_errors": "up", "papers_recorded": "down", "grader_errors": "up"},
        "B": {"user_errors": "up", "gateway_errors": "up", "papers_recorded": "down", "gateway_latency": "up", "grader_errors": "up", "gateway_traffic": "down"},
        "C": {"papers_age": "up", "papers_recorded": "down"},
        "D": {"user_errors": "up", "gateway_errors": "up", "papers_recorded": "down", "gateway_latency": "up", "pool_waiting": "up"},
        "E": {"gateway_traffic": "down", "papers_recorded": "down"},
        "F": {"user_errors": "up", "gateway_errors": "up", "papers_recorded": "down", "grader_errors": "up", "gateway_latency": "up"},
    }
