# fails: ex1-tests ex1-tests-wait ex1-tests-gone
# why: left out C, D and F
def seen():
    return {"A": {"user_errors": "up", "gateway_errors": "up", "papers_recorded": "down", "grader_errors": "up"}, "B": {"user_errors": "up", "gateway_errors": "up", "papers_recorded": "down", "gateway_latency": "up"}, "E": {"gateway_traffic": "down", "papers_recorded": "down"}}
