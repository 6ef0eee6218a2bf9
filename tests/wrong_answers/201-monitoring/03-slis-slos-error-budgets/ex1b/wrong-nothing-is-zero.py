# fails: ex1b-tests-none
# why: calls an hour without requests a failure
def sli(judged):
    counted = {click for click, verdict in judged if verdict is not None}
    good = {click for click, verdict in judged if verdict}
    return len(good) / len(counted) if counted else 0.0
