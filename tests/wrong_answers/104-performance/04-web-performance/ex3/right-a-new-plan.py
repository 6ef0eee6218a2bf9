def improve(plan):
    """Give a better plan."""
    late = ["viewer", "tour", "floors", "forms", "members", "gifts"]
    app = [name for name in plan["chunks"][0]["modules"] if name not in late]
    chunks = [{"name": "app", "modules": app, "fetch": "start", "run": "start"}, {"name": "late", "modules": late, "fetch": "click", "run": "click"}]
    pictures = {name: {**row, "encoding": "light", "load": "lazy" if name.startswith("room") else "eager"} for name, row in plan["pictures"].items()}
    return {**plan, "chunks": chunks, "pictures": pictures}
