# fails: ex1-tests
# why: lets modules that change the page wait for a click
def bundles(rows, first, routes):
    """Cut modules into chunks."""
    imports = {row["name"]: row["imports"] for row in rows}
    start = closure(imports, first)
    needs = {route: closure(imports, names) - start for route, names in routes.items()}
    groups = {}
    for name in imports:
        if name not in start:
            groups.setdefault(tuple(route for route in needs if name in needs[route]), []).append(name)
    chunks = [{"name": "start", "modules": sorted(start), "fetch": "start", "run": "start"}]

    for key in sorted(groups, key=len, reverse=True):
        chunks.append({"name": "-".join(key) or "rest", "modules": groups[key], "fetch": "click", "run": "click"})
    return chunks
