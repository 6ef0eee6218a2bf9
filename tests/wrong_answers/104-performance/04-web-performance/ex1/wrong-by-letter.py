# fails: ex1-tests
# why: cuts by name, as by directory
def bundles(rows, first, routes):
    """Cut modules into chunks."""
    imports = {row["name"]: row["imports"] for row in rows}
    effects = [row["name"] for row in rows if row["effect"]]
    start = closure(imports, [*first, *effects])
    chunks = [{"name": "start", "modules": sorted(start), "fetch": "start", "run": "start"}]

    groups = {}
    for name in imports:
        if name not in start:
            groups.setdefault(name.split("-")[0], []).append(name)
    for key in groups:
        chunks.append({"name": key, "modules": groups[key], "fetch": "click", "run": "click"})
    return chunks
