# fails: ex1b-tests-none
# why: counts presses without a valid try
def sli(judged):
    clicks = {click for click, verdict in judged}
    good = {click for click, verdict in judged if verdict}
    return len(good) / len(clicks) if any(verdict is not None for click, verdict in judged) else None
