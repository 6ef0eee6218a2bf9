# fails: ex1b-tests-strangers
# why: asks for the role and not for the company, so managers of neighbours come in
def may(user: dict | None, verb: str, parcel: dict | None) -> bool:
    if user is None or parcel is None:
        return False

    if parcel["deleted"]:
        return user["role"] == "manager" and verb in ("read", "restore")
    return (user["id"] == parcel["owner"] and verb in ("read", "change", "delete") or user["id"] in parcel["guests"] and verb == "read"
        or user["role"] == "manager" and verb in ("read", "delete"))
