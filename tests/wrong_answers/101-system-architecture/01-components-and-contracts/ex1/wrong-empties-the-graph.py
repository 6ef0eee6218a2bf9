# fails: ex1-tests-smuggled
# why: walks on the caller's own sets, and empties them
def upward_imports(imports: dict[str, set[str]], layers: list[str]) -> list[tuple[str, str]]:
    """List the imports that point to a higher layer, also through helpers."""
    rank = {layer: place for place, layer in enumerate(layers)}

    def place(module):
        return rank.get(module.split(".")[0])

    upward = set()
    for importer, targets in imports.items():
        own = place(importer)
        if own is None:
            continue
        seen, waiting = set(), targets
        while waiting:
            module = waiting.pop()
            if module in seen:
                continue
            seen.add(module)
            other = place(module)
            if other is None:
                waiting.update(imports.get(module, ()))
            elif other < own:
                upward.add((importer, module))
    return sorted(upward)
