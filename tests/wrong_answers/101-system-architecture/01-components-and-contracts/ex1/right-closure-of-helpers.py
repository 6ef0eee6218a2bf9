def upward_imports(imports, layers):
    """Grow what each unlayered module exposes until nothing changes, then look at layered ones."""
    depth = {}
    for number, layer in enumerate(layers):
        depth[layer] = number
    of = lambda module: depth.get(module.split(".", 1)[0], -1)
    exposes = {m: {t for t in targets if of(t) >= 0} for m, targets in imports.items()}
    changed = True
    while changed:
        changed = False
        for module, targets in imports.items():
            for target in targets:
                if of(target) < 0 and not exposes.get(target, set()) <= exposes[module]:
                    exposes[module] |= exposes[target]
                    changed = True
    pairs = [(m, t) for m in exposes if of(m) >= 0 for t in exposes[m] if of(t) < of(m)]
    return sorted(pairs)
