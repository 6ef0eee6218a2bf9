# fails: ex1b-tests-strangers
# why: gives a manager who asks for a missing parcel the right, since there is nothing to protect
def may(user: dict | None, verb: str, parcel: dict | None) -> bool:
    if user is None:
        return False
    if parcel is None:
        return user["role"] == "manager"
    boss = user["role"] == "manager" and user["company"] == parcel["company"]
    if parcel["deleted"]:
        return boss and verb in ("read", "restore")
    return user["id"] == parcel["owner"] and verb in ("read", "change", "delete") or user["id"] in parcel["guests"] and verb == "read" or boss and verb in ("read", "delete")
