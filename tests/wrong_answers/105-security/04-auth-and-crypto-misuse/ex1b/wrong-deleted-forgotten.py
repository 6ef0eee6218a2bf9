# fails: ex1b-tests-rows
# why: forgets that a deleted parcel has a column of its own
def may(user: dict | None, verb: str, parcel: dict | None) -> bool:
    if user is None or parcel is None:
        return False

    boss = user["role"] == "manager" and user["company"] == parcel["company"]
    return (user["id"] == parcel["owner"] and verb in ("read", "change", "delete") or user["id"] in parcel["guests"] and verb == "read"
        or boss and verb in ("read", "delete") or boss and parcel["deleted"] and verb == "restore")
