# fails: ex1-tests-names
# why: takes the longest listed layer that a name begins with
def upward_imports(imports: dict[str, set[str]], layers: list[str]) -> list[tuple[str, str]]:
    """List the imports that point to a higher layer, also through unlayered modules."""
    rank = {layer: place for place, layer in enumerate(layers)}

    def rank_of(module):
        return max(((len(layer), place) for layer, place in rank.items() if module == layer or module.startswith(layer + ".")), default=(0, None))[1]

    found = set()
    for importer in imports:
        own = rank_of(importer)
        if own is None:
            continue
        seen, waiting = set(), list(imports[importer])
        while waiting:
            module = waiting.pop()
            other = rank_of(module)
            if other is not None:
                if other < own:
                    found.add((importer, module))
            elif module not in seen:
                seen.add(module)
                waiting.extend(imports.get(module, ()))
    return sorted(found)
