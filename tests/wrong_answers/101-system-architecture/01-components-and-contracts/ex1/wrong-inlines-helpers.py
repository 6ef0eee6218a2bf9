# fails: ex1-tests-smuggled
# why: replaces helpers in the argument by what they import
def upward_imports(imports, layers):
    """Replace each helper by what it imports, then look at direct imports."""
    def rank(module):
        name = module.split(".")[0]
        return layers.index(name) if name in layers else None

    for importer, targets in imports.items():
        seen = set()
        while helpers := {t for t in targets if rank(t) is None}:
            seen |= helpers
            for helper in helpers:
                targets.remove(helper)
                targets |= imports.get(helper, set()) - seen if helper != importer else set()
    return sorted((m, t) for m in imports if rank(m) is not None for t in imports[m] if rank(t) < rank(m))
