# fails: ex3-tests-guards
# why: preloads what runs on a click, so no byte leaves the start
def improve(plan):
    """Give a better plan."""
    split(plan, "rooms", ["viewer", "tour", "floors"], "click", "click")
    split(plan, "visitors", ["forms", "members", "gifts"], "click", "click")
    for picture in plan["pictures"].values():
        picture["encoding"] = "light"
    plan["hints"] = [{"kind": "preload", "what": name} for name in ("rooms", "visitors")]
    return plan
