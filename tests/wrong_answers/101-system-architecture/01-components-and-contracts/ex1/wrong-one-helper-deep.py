# fails: ex1-tests-smuggled
# why: follows one helper, not a helper of a helper
def upward_imports(imports, layers):
    """List upward imports, directly or through one helper."""
    def rank(module):
        name = module.split(".")[0]
        return layers.index(name) if name in layers else None

    found = set()
    for importer, targets in imports.items():
        if rank(importer) is None:
            continue
        reach = set(targets)
        for target in targets:
            if rank(target) is None:
                reach |= imports.get(target, set())
        found |= {(importer, t) for t in reach if rank(t) is not None and rank(t) < rank(importer)}
    return sorted(found)
