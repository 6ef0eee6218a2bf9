# fails: ex1-tests-first
# why: lets the first view wait for idle time where nothing has an effect
def bundles(rows, first, routes):
    """Cut modules into chunks."""
    imports = {row["name"]: row["imports"] for row in rows}
    effects = [row["name"] for row in rows if row["effect"]]
    start = closure(imports, [*first, *effects])
    needs = {route: closure(imports, names) - start for route, names in routes.items()}
    groups = {}
    for name in imports:
        if name not in start:
            groups.setdefault(tuple(route for route in needs if name in needs[route]), []).append(name)
    chunks = [{"name": "start", "modules": sorted(start), "fetch": "start", "run": "start"}]

    for key in sorted(groups, key=len, reverse=True):
        chunks.append({"name": "-".join(key), "modules": groups[key], "fetch": "click", "run": "click"})
    chunks[0].update(fetch="idle", run="idle") if not effects else None
    return chunks
