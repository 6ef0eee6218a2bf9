# fails: ex1b-tests-rows
# why: lets a manager's ownership count although the parcel is deleted
def may(user: dict | None, verb: str, parcel: dict | None) -> bool:
    if user is None or parcel is None:
        return False

    boss, own = user["role"] == "manager" and user["company"] == parcel["company"], user["id"] == parcel["owner"]
    if parcel["deleted"]:
        return boss and (verb in ("read", "restore") or own and verb == "change")
    return own and verb in ("read", "change", "delete") or user["id"] in parcel["guests"] and verb == "read" or boss and verb in ("read", "delete")
