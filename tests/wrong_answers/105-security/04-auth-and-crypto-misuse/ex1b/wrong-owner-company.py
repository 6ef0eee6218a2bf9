# fails: ex1b-tests-allowed
# why: lets an owner act only while the company is the parcel's
def may(user: dict | None, verb: str, parcel: dict | None) -> bool:
    if user is None or parcel is None:
        return False

    boss = user["role"] == "manager" and user["company"] == parcel["company"]
    if parcel["deleted"]:
        return boss and verb in ("read", "restore")
    own = user["id"] == parcel["owner"] and user["company"] == parcel["company"]
    return own and verb in ("read", "change", "delete") or user["id"] in parcel["guests"] and verb == "read" or boss and verb in ("read", "delete")
