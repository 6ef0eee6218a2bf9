# fails: ex3-tests
# why: sorts each batch, so that equal codes lie together
from collections.abc import Iterator
from itertools import islice


def export(store: ExportStore) -> Iterator[str]:
    """Yield the lines of the export, each as soon as its batch was read."""
    met, heads = set(), store.heads()
    while batch := sorted(islice(heads, 25), key=lambda head: str(head['code'])):
        fresh = []
        for head in batch:
            if head["code"] not in met:
                met.add(head["code"])
                fresh.append(head)
        details = store.some(list({part: None for head in fresh for part in head["acts"]}))
        for head in fresh:
            yield head["title"] + ": " + ", ".join(details[part]["artist"] for part in head["acts"])
