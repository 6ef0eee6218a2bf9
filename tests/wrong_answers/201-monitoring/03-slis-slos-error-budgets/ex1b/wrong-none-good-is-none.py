# fails: ex1b-tests-none
# why: gives None where nothing was good
def sli(judged):
    counted = {click for click, verdict in judged if verdict is not None}
    good = {click for click, verdict in judged if verdict}
    return len(good) / len(counted) if good else None
