# fails: ex1-tests-routes
# why: has one chunk for all that may wait, so each route loads all routes
def bundles(rows, first, routes):
    """Cut modules into chunks."""
    imports = {row["name"]: row["imports"] for row in rows}
    effects = [row["name"] for row in rows if row["effect"]]
    start = closure(imports, [*first, *effects])
    chunks = [{"name": "start", "modules": sorted(start), "fetch": "start", "run": "start"}]

    chunks.append({"name": "later", "modules": [name for name in imports if name not in start], "fetch": "click", "run": "click"})
    return chunks
