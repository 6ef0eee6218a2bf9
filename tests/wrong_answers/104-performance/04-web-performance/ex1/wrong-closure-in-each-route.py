# fails: ex1-tests
# why: puts what two routes share into both chunks
def bundles(rows, first, routes):
    """Cut modules into chunks."""
    imports = {row["name"]: row["imports"] for row in rows}
    effects = [row["name"] for row in rows if row["effect"]]
    start = closure(imports, [*first, *effects])
    chunks = [{"name": "start", "modules": sorted(start), "fetch": "start", "run": "start"}]

    for route, names in routes.items():
        chunks.append({"name": route, "modules": sorted(closure(imports, names) - start), "fetch": "click", "run": "click"})
    return chunks
