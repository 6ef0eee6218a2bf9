# fails: ex1b-tests
# why: groups only tries that stand side by side
def sli(judged):
    results = []
    before = None
    for click, verdict in judged:
        if verdict is None:
            continue
        if click == before:
            results[-1] = results[-1] or verdict
        else:
            results.append(verdict)
        before = click
    return sum(results) / len(results) if results else None
