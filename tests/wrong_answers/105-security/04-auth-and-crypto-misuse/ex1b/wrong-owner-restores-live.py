# fails: ex1b-tests-rows
# why: gives an owner all four verbs of a parcel that is there
def may(user: dict | None, verb: str, parcel: dict | None) -> bool:
    if user is None or parcel is None:
        return False

    boss = user["role"] == "manager" and user["company"] == parcel["company"]
    if parcel["deleted"]:
        return boss and verb in ("read", "restore")
    return user["id"] == parcel["owner"] and verb in ("read", "change", "delete", "restore") or user["id"] in parcel["guests"] and verb == "read" or boss and verb in ("read", "delete")
