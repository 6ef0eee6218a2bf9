# fails: ex1-tests-smuggled
# why: reports the helper as importer, not the module that hides behind it
def upward_imports(imports: dict[str, set[str]], layers: list[str]) -> list[tuple[str, str]]:
    """List the imports that point to a higher layer, also through unlayered modules."""
    rank = {layer: place for place, layer in enumerate(layers)}

    def rank_of(module):
        return rank.get(module.split(".")[0])

    found = set()
    for importer in imports:
        own = rank_of(importer)
        if own is None:
            continue
        seen, waiting = set(), [(importer, t) for t in imports[importer]]
        while waiting:
            via, module = waiting.pop()
            other = rank_of(module)
            if other is not None:
                if other < own:
                    found.add((via, module))
            elif module not in seen:
                seen.add(module)
                waiting.extend((module, t) for t in imports.get(module, ()))
    return sorted(found)
