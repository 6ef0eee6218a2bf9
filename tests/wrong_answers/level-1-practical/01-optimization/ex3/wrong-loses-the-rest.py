# fails: ex3-tests
# why: writes whole batches only
from collections.abc import Iterator
from itertools import islice


def export(store: ExportStore) -> Iterator[str]:
    """Yield the lines of the export, each as soon as its batch was read."""
    met, heads = set(), store.heads()
    while len(batch := list(islice(heads, 25))) == 25:
        fresh = []
        for head in batch:
            if head["code"] not in met:
                met.add(head["code"])
                fresh.append(head)
        details = store.some(list({part: None for head in fresh for part in head["acts"]}))
        for head in fresh:
            yield head["title"] + ": " + ", ".join(details[part]["artist"] for part in head["acts"])
