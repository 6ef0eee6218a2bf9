# fails: ex3-tests
# why: keeps the last head of a code, as a dict does
from collections.abc import Iterator
from itertools import islice


def export(store: ExportStore) -> Iterator[str]:
    """Yield the lines of the export, each as soon as its batch was read."""
    met, heads = set(), store.heads()
    while batch := list(islice(heads, 25)):
        fresh = {}
        for head in batch:
            fresh[head["code"]] = head
        details = store.some(list({part: None for head in fresh.values() for part in head["acts"]}))
        for head in fresh.values():
            yield head["title"] + ": " + ", ".join(details[part]["artist"] for part in head["acts"])
