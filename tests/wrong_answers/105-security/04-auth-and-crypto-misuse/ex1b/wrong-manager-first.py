# fails: ex1b-tests-allowed
# why: asks for the manager first and returns, so a manager can't change a parcel of his own
def may(user: dict | None, verb: str, parcel: dict | None) -> bool:
    if user is None or parcel is None:
        return False

    if user["role"] == "manager" and user["company"] == parcel["company"]:
        return verb in (("read", "restore") if parcel["deleted"] else ("read", "delete"))
    if parcel["deleted"]:
        return False
    return user["id"] == parcel["owner"] and verb in ("read", "change", "delete") or user["id"] in parcel["guests"] and verb == "read"
