# fails: ex1-tests-routes
# why: one chunk for all shared modules, so a route loads what two others share
def bundles(rows, first, routes):
    """Cut modules into chunks."""
    imports = {row["name"]: row["imports"] for row in rows}
    effects = [row["name"] for row in rows if row["effect"]]
    start = closure(imports, [*first, *effects])

    users = {name: [route for route, names in routes.items() if name in closure(imports, names)] for name in imports}
    chunks = [{"name": "start", "modules": sorted(start), "fetch": "start", "run": "start"}]

    shared = [name for name in imports if name not in start and len(users[name]) > 1]
    if shared:
        chunks.append({"name": "shared", "modules": shared, "fetch": "click", "run": "click"})
    for route in routes:
        mine = [name for name in imports if name not in start and users[name] == [route]]
        if mine:
            chunks.append({"name": route, "modules": mine, "fetch": "click", "run": "click"})
    return chunks
