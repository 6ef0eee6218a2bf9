# fails: ex1a-tests-rows
# why: calls the third hole by another name
def requests() -> dict:
    return {"company": ("mallory", "read", "1041"), "deleted": ("carla", "change", "1044"), "owner": ("carla", "export", "1041")}
