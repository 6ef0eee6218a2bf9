def seen():
    failed = [("user_errors", "up"), ("gateway_errors", "up"), ("papers_recorded", "down")]
    more = {"A": [("grader_errors", "up")], "B": [("gateway_latency", "up")], "D": [("pool_waiting", "up"), ("gateway_latency", "up")], "F": []}
    answer = {letter: dict(failed + extra) for letter, extra in more.items()}
    answer["C"] = dict(papers_recorded="down", papers_age="up")
    answer["E"] = dict(papers_recorded="down", gateway_traffic="down")
    return answer
