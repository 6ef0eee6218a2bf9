# fails: ex1b-tests-rows
# why: lets an owner read the deleted parcel, as most bins do
def may(user: dict | None, verb: str, parcel: dict | None) -> bool:
    if user is None or parcel is None:
        return False

    boss, own = user["role"] == "manager" and user["company"] == parcel["company"], user["id"] == parcel["owner"]
    if parcel["deleted"]:
        return boss and verb in ("read", "restore") or own and verb == "read"
    return own and verb in ("read", "change", "delete") or user["id"] in parcel["guests"] and verb == "read" or boss and verb in ("read", "delete")
