# fails: ex1b-tests-none
# why: asks whether the list is empty, and not whether anything counts
def sli(judged):
    if not judged:
        return None
    counted = {click for click, verdict in judged if verdict is not None}
    good = {click for click, verdict in judged if verdict}
    return len(good) / max(len(counted), 1)
