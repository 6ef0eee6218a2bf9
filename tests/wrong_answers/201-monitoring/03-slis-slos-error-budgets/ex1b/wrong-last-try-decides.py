# fails: ex1b-tests
# why: lets the last try of a press decide
def sli(judged):
    last = {click: verdict for click, verdict in judged if verdict is not None}
    return sum(last.values()) / len(last) if last else None
