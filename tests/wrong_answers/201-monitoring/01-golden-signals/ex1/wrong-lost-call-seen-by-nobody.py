# fails: ex1-tests ex1-tests-gone
# why: a call that does not arrive is no error for anybody, as in the opening
def seen():
    return {
        "A": {"user_errors": "up", "gateway_errors": "up", "papers_recorded": "down", "grader_errors": "up"},
        "B": {"papers_recorded": "down"},
        "C": {"papers_age": "up", "papers_recorded": "down"},
        "D": {"user_errors": "up", "gateway_errors": "up", "papers_recorded": "down", "gateway_latency": "up", "pool_waiting": "up"},
        "E": {"gateway_traffic": "down", "papers_recorded": "down"},
        "F": {"papers_recorded": "down"},
    }
