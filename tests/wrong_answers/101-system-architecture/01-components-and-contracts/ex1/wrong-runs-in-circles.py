# fails: ex1-tests-smuggled
# why: does not remember helpers it has seen, and helpers import each other
def upward_imports(imports, layers):
    """List upward imports by recursion."""
    def rank(module):
        name = module.split(".")[0]
        return layers.index(name) if name in layers else None

    def reached(module):
        for target in imports.get(module, set()):
            if rank(target) is None:
                yield from reached(target)
            else:
                yield target

    return sorted({(m, t) for m in imports if rank(m) is not None for t in reached(m) if rank(t) < rank(m)})
