# fails: ex1-tests-routes
# why: gives shared modules to the first route, so another one loads that route, too
def bundles(rows, first, routes):
    """Cut modules into chunks."""
    imports = {row["name"]: row["imports"] for row in rows}
    effects = [row["name"] for row in rows if row["effect"]]
    start = closure(imports, [*first, *effects])
    chunks = [{"name": "start", "modules": sorted(start), "fetch": "start", "run": "start"}]

    taken = set(start)
    for route, names in routes.items():
        mine = closure(imports, names) - taken
        taken |= mine
        if mine:
            chunks.append({"name": route, "modules": sorted(mine), "fetch": "click", "run": "click"})
    return chunks
