# fails: ex3-tests-statements, ex3-tests-codes, ex3-tests-ahead
# why: hands in the export as it was
def export(store):
    met, lines = [], []
    for head in list(store.heads()):
        if head["code"] not in met:
            met.append(head["code"])
            names = [store.one(part)["artist"] for part in head["acts"]]
            lines.append(head["title"] + ": " + ", ".join(names))
    return lines
