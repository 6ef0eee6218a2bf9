# fails: ex3-tests-functions
# why: measures visitors before they are asked
def improve(plan):
    """Give a better plan."""
    split(plan, "rooms", ["viewer", "tour", "floors"], "click", "click")
    plan["third_parties"]["helper"] = "click"
    for picture in plan["pictures"].values():
        picture["encoding"] = "light"
    plan["third_parties"]["stats"] = "start"
    return plan
