# fails: ex1b-tests-rows
# why: lets a guest keep reading what was deleted
def may(user: dict | None, verb: str, parcel: dict | None) -> bool:
    if user is None or parcel is None:
        return False

    boss = user["role"] == "manager" and user["company"] == parcel["company"]
    if user["id"] in parcel["guests"] and verb == "read":
        return True
    if parcel["deleted"]:
        return boss and verb in ("read", "restore")
    return user["id"] == parcel["owner"] and verb in ("read", "change", "delete") or boss and verb in ("read", "delete")
