# fails: ex1b-tests-none
# why: drops a press as soon as one of its tries is not valid
def sli(judged):
    dropped = {click for click, verdict in judged if verdict is None}
    counted = {click for click, verdict in judged if click not in dropped}
    good = {click for click, verdict in judged if verdict and click not in dropped}
    return len(good) / len(counted) if counted else None
