def seen():
    return {
        "A": {"user_errors": "up", "gateway_errors": "up", "papers_recorded": "down", "grader_errors": "up"},
        "B": {"user_errors": "up", "gateway_errors": "up", "papers_recorded": "down", "gateway_latency": "up", "grader_errors": "up"},
        "C": {"papers_age": "up", "papers_recorded": "down", "pool_waiting": "up"},
        "D": {"user_errors": "up", "gateway_errors": "up", "papers_recorded": "down", "gateway_latency": "up", "pool_waiting": "up"},
        "E": {"gateway_traffic": "down", "papers_recorded": "down", "user_errors": "up"},
        "F": {"user_errors": "up", "gateway_errors": "up", "papers_recorded": "down"},
    }
