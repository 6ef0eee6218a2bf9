# fails: ex1-tests-smuggled
# why: caches what a helper exposes while its circle is still being walked, so the cache keeps half
def upward_imports(imports, layers):
    """List upward imports; what a helper exposes is worked out once and kept."""
    def rank(module):
        name = module.split(".")[0]
        return layers.index(name) if name in layers else None

    exposed = {}

    def expose(helper):
        if helper not in exposed:
            exposed[helper] = set()
            for target in sorted(imports.get(helper, ())):
                exposed[helper] |= expose(target) if rank(target) is None else {target}
        return exposed[helper]

    return sorted(
        {
            (importer, module)
            for importer, targets in imports.items()
            if rank(importer) is not None
            for target in targets
            for module in (expose(target) if rank(target) is None else {target})
            if rank(module) < rank(importer)
        }
    )
