# fails: ex3-tests-statements
# why: streams, and asks for each part by itself
def export(store):
    met = set()
    for head in store.heads():
        if head["code"] not in met:
            met.add(head["code"])
            names = [store.one(part)["artist"] for part in head["acts"]]
            yield head["title"] + ": " + ", ".join(names)
