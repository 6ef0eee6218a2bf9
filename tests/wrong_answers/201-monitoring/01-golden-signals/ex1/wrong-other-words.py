# fails: ex1-tests
# why: other words than up and down
def seen():
    return {
        "A": {"user_errors": "rises", "gateway_errors": "rises", "papers_recorded": "falls", "grader_errors": "rises"},
        "B": {"user_errors": "rises", "gateway_errors": "rises", "papers_recorded": "falls", "gateway_latency": "rises"},
        "C": {"papers_age": "rises", "papers_recorded": "falls"},
        "D": {"user_errors": "rises", "gateway_errors": "rises", "papers_recorded": "falls", "gateway_latency": "rises", "pool_waiting": "rises"},
        "E": {"gateway_traffic": "falls", "papers_recorded": "falls"},
        "F": {"user_errors": "rises", "gateway_errors": "rises", "papers_recorded": "falls"},
    }
