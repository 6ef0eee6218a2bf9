# fails: ex1b-tests
# why: lets the first try of a press decide
def sli(judged):
    first = {}
    for click, verdict in judged:
        if verdict is not None:
            first.setdefault(click, verdict)
    return sum(first.values()) / len(first) if first else None
