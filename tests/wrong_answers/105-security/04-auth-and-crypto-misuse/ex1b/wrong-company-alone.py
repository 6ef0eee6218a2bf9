# fails: ex1b-tests-strangers
# why: lets every member of the company do what its manager may
def may(user: dict | None, verb: str, parcel: dict | None) -> bool:
    if user is None or parcel is None:
        return False

    boss = user["company"] == parcel["company"]
    if parcel["deleted"]:
        return boss and verb in ("read", "restore")
    return (user["id"] == parcel["owner"] and verb in ("read", "change", "delete") or user["id"] in parcel["guests"] and verb == "read"
        or boss and verb in ("read", "delete"))
