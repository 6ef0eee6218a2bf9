# fails: ex3-tests-guards
# why: puts what is left into the head
def improve(plan):
    """Give a better plan."""
    split(plan, "rooms", ["viewer", "tour", "floors"], "click", "click")
    plan["third_parties"]["helper"] = "click"
    for picture in plan["pictures"].values():
        picture["encoding"] = "light"
    plan["chunks"][0].update(fetch="head", run="head")
    return plan
