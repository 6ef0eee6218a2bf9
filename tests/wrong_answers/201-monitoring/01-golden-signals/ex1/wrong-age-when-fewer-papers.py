# fails: ex1-tests ex1-tests-gone
# why: whenever fewer papers come out, they must be waiting in the queue
def seen():
    return {
        "A": {"user_errors": "up", "gateway_errors": "up", "papers_recorded": "down", "grader_errors": "up", "papers_age": "up"},
        "B": {"user_errors": "up", "gateway_errors": "up", "papers_recorded": "down", "gateway_latency": "up", "papers_age": "up"},
        "C": {"papers_age": "up", "papers_recorded": "down"},
        "D": {"user_errors": "up", "gateway_errors": "up", "papers_recorded": "down", "gateway_latency": "up", "pool_waiting": "up", "papers_age": "up"},
        "E": {"gateway_traffic": "down", "papers_recorded": "down", "papers_age": "up"},
        "F": {"user_errors": "up", "gateway_errors": "up", "papers_recorded": "down", "papers_age": "up"},
    }
