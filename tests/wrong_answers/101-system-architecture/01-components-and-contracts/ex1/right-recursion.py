def upward_imports(imports, layers):
    """List the imports that point to a higher layer, also through unlayered modules."""
    def layer(module):
        name = module.partition(".")[0]
        return layers.index(name) if name in layers else None

    def reached(module, seen):
        for target in imports.get(module, set()):
            if layer(target) is not None:
                yield target
            elif target not in seen:
                seen.add(target)
                yield from reached(target, seen)

    return sorted(
        {
            (importer, target)
            for importer in imports
            if layer(importer) is not None
            for target in reached(importer, set())
            if layer(target) < layer(importer)
        }
    )
