from itertools import product

def upward_imports(imports, layers):
    """Warshall's closure over the unlayered modules only."""
    modules = sorted(set(imports).union(*imports.values()))
    edge = {(a, b) for a, targets in imports.items() for b in targets}
    rank = lambda name: ([*layers].index(name.split(".")[0]) if name.split(".")[0] in layers else None)
    for via in modules:
        if rank(via) is None:
            edge |= {(a, b) for a, b in product(modules, modules) if (a, via) in edge and (via, b) in edge}
    return sorted(
        (a, b) for a, b in edge if rank(a) is not None and rank(b) is not None and rank(b) < rank(a)
    )
