# fails: ex1b-tests-none
# why: takes what is not valid for good
def sli(judged):
    counted = {click for click, verdict in judged}
    good = {click for click, verdict in judged if verdict is not False}
    return len(good) / len(counted) if counted else None
