# fails: ex1b-tests-rows
# why: gives a manager everything within the company
def may(user: dict | None, verb: str, parcel: dict | None) -> bool:
    if user is None or parcel is None:
        return False

    if user["role"] == "manager" and user["company"] == parcel["company"]:
        return True
    if parcel["deleted"]:
        return False
    return user["id"] == parcel["owner"] and verb in ("read", "change", "delete") or user["id"] in parcel["guests"] and verb == "read"
