# fails: ex3-tests-statements, ex3-tests-ahead
# why: mends the quadratic, and one statement a part stays
def export(store):
    met, lines = set(), []
    for head in list(store.heads()):
        if head["code"] not in met:
            met.add(head["code"])
            names = [store.one(part)["artist"] for part in head["acts"]]
            lines.append(head["title"] + ": " + ", ".join(names))
    return lines
