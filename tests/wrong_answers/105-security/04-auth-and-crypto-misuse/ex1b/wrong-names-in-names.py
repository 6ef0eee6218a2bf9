# fails: ex1b-tests-strangers
# why: looks for the name within the owner's name
def may(user: dict | None, verb: str, parcel: dict | None) -> bool:
    if user is None or parcel is None:
        return False

    boss = user["role"] == "manager" and user["company"] == parcel["company"]
    if parcel["deleted"]:
        return boss and verb in ("read", "restore")
    mine = user["id"] in parcel["owner"] and verb in ("read", "change", "delete")
    return mine or user["id"] in " ".join(parcel["guests"]) and verb == "read" or boss and verb in ("read", "delete")
