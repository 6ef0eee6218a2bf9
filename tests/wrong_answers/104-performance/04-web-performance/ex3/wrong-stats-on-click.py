# fails: ex3-tests-functions
# why: puts aside a third party that has nothing to click on
def improve(plan):
    """Give a better plan."""
    split(plan, "rooms", ["viewer", "tour", "floors"], "click", "click")
    for picture in plan["pictures"].values():
        picture["encoding"] = "light"
    plan["third_parties"] = {"stats": "click", "helper": "click"}
    return plan
