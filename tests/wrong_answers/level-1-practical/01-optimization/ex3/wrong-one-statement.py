# fails: ex3-tests-ahead
# why: one statement for all: reads the heads once for their parts and once for the lines
from collections.abc import Iterator
from itertools import islice


def export(store: ExportStore) -> Iterator[str]:
    """Yield the lines of the export, each as soon as its batch was read."""
    parts = sorted({part for head in store.heads() for part in head['acts']})
    known = {}
    for place in range(0, len(parts), 100):
        known |= store.some(parts[place:place + 100])
    met, heads = set(), store.heads()
    while batch := list(islice(heads, 25)):
        fresh = []
        for head in batch:
            if head["code"] not in met:
                met.add(head["code"])
                fresh.append(head)
        details = known
        for head in fresh:
            yield head["title"] + ": " + ", ".join(details[part]["artist"] for part in head["acts"])
