def sli(judged):
    counted = {click for click, verdict in judged if verdict is not None}
    good = {click for click, verdict in judged if verdict}
    return len(good) / len(counted) if counted else None
