# fails: ex3-tests-guards
# why: drops the sizes of pictures on the way
def improve(plan):
    """Give a better plan."""
    split(plan, "rooms", ["viewer", "tour", "floors"], "click", "click")
    plan["third_parties"]["helper"] = "click"
    for picture in plan["pictures"].values():
        picture["width"] = picture["height"] = 0
    return plan
