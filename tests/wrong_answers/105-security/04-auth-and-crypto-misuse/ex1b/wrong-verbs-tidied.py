# fails: ex1b-tests-rows
# why: takes capitals and spaces away from the verb first
def may(user: dict | None, verb: str, parcel: dict | None) -> bool:
    if user is None or parcel is None:
        return False

    boss, verb = user["role"] == "manager" and user["company"] == parcel["company"], verb.strip().lower()
    if parcel["deleted"]:
        return boss and verb in ("read", "restore")
    return user["id"] == parcel["owner"] and verb in ("read", "change", "delete") or user["id"] in parcel["guests"] and verb == "read" or boss and verb in ("read", "delete")
