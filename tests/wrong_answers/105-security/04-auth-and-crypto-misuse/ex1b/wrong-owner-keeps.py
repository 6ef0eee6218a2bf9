# fails: ex1b-tests-allowed
# why: leaves deleting to managers
def may(user: dict | None, verb: str, parcel: dict | None) -> bool:
    if user is None or parcel is None:
        return False

    boss = user["role"] == "manager" and user["company"] == parcel["company"]
    if parcel["deleted"]:
        return boss and verb in ("read", "restore")
    return user["id"] == parcel["owner"] and verb in ("read", "change") or user["id"] in parcel["guests"] and verb == "read" or boss and verb in ("read", "delete")
