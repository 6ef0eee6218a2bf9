# fails: ex3-tests-guards
# why: makes every picture lazy, the first one too
def improve(plan):
    """Give a better plan."""
    split(plan, "rooms", ["viewer", "tour", "floors"], "click", "click")
    plan["third_parties"]["helper"] = "click"
    for picture in plan["pictures"].values():
        picture["load"] = "lazy"
    return plan
