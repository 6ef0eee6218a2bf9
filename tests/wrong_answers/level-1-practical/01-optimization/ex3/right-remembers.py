def batches(heads, size):
    batch = []
    for head in heads:
        batch.append(head)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def export(store):
    met, details = set(), {}
    for batch in batches(store.heads(), 25):
        new = {part for head in batch for part in head["acts"]} - details.keys()
        if new:
            details.update(store.some(sorted(new)))
        for head in batch:
            before = len(met)
            met.add(head["code"])
            if len(met) > before:
                yield head["title"] + ": " + ", ".join([details[part]["artist"] for part in head["acts"]])
