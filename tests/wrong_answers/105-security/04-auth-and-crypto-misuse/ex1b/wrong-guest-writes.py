# fails: ex1b-tests-rows
# why: lets guests change what they may read
def may(user: dict | None, verb: str, parcel: dict | None) -> bool:
    if user is None or parcel is None:
        return False

    boss = user["role"] == "manager" and user["company"] == parcel["company"]
    if parcel["deleted"]:
        return boss and verb in ("read", "restore")
    return user["id"] == parcel["owner"] and verb in ("read", "change", "delete") or user["id"] in parcel["guests"] and verb in ("read", "change") or boss and verb in ("read", "delete")
