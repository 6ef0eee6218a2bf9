# fails: ex3-tests
# why: makes texts of the codes, so that two spellings are two codes
from collections.abc import Iterator
from itertools import islice


def export(store: ExportStore) -> Iterator[str]:
    """Yield the lines of the export, each as soon as its batch was read."""
    met, heads = set(), store.heads()
    while batch := list(islice(heads, 25)):
        fresh = []
        for head in batch:
            if str(head["code"]) not in met:
                met.add(str(head["code"]))
                fresh.append(head)
        details = store.some(list({part: None for head in fresh for part in head["acts"]}))
        for head in fresh:
            yield head["title"] + ": " + ", ".join(details[part]["artist"] for part in head["acts"])
