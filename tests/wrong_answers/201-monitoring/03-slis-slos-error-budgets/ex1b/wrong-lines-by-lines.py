# fails: ex1b-tests
# why: divides lines by lines, so three failed tries are three failures
def sli(judged):
    valid = [verdict for click, verdict in judged if verdict is not None]
    return sum(valid) / len(valid) if valid else None
