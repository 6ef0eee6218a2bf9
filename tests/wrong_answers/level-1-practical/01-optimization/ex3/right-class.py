from itertools import islice


class Export:
    def __init__(self, store):
        self.store, self.heads, self.met, self.ready = store, store.heads(), {}, []

    def __iter__(self):
        return self

    def __next__(self):
        while not self.ready:
            batch = list(islice(self.heads, 20))
            if not batch:
                raise StopIteration
            names = self.store.some([*{part for head in batch for part in head["acts"]}])
            for head in batch:
                if head["code"] in self.met:
                    continue
                self.met[head["code"]] = True
                self.ready.append(f"{head['title']}: " + ", ".join(names[part]["artist"] for part in head["acts"]))
        return self.ready.pop(0)


def export(store):
    return Export(store)
