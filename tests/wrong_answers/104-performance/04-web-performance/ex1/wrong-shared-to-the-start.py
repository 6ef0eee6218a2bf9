# fails: ex1-tests-first
# why: lets every visitor load what two rare routes share
def bundles(rows, first, routes):
    """Cut modules into chunks."""
    imports = {row["name"]: row["imports"] for row in rows}
    effects = [row["name"] for row in rows if row["effect"]]
    start = closure(imports, [*first, *effects])

    counted = {}
    for names in routes.values():
        for name in closure(imports, names) - start:
            counted[name] = counted.get(name, 0) + 1
    start |= closure(imports, [name for name in counted if counted[name] > 1])
    chunks = [{"name": "start", "modules": sorted(start), "fetch": "start", "run": "start"}]

    for route, names in routes.items():
        chunks.append({"name": route, "modules": sorted(closure(imports, names) - start), "fetch": "click", "run": "click"})
    return [chunk for chunk in chunks if chunk["modules"]]
