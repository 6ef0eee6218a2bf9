# fails: ex1-tests-first
# why: runs on the click and is fetched at the start, so nothing is saved
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
        chunks.append({"name": "-".join(key), "modules": groups[key], "fetch": "start", "run": "click"})
    return chunks
