# fails: ex1-tests-names
# why: compares names in one Unicode form
def upward_imports(imports: dict[str, set[str]], layers: list[str]) -> list[tuple[str, str]]:
    """List the imports that point to a higher layer, also through unlayered modules."""
    rank = {layer: place for place, layer in enumerate(layers)}

    def rank_of(module):
        import unicodedata
        return rank.get(unicodedata.normalize("NFKC", module.split(".")[0]))

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
