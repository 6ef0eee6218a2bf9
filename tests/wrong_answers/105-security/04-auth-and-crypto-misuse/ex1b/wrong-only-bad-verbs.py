# fails: ex1b-tests-rows
# why: lists what is refused, so a verb that nobody has heard of passes
def may(user: dict | None, verb: str, parcel: dict | None) -> bool:
    if user is None or parcel is None:
        return False

    boss = user["role"] == "manager" and user["company"] == parcel["company"]
    if parcel["deleted"]:
        return boss and verb not in ("change", "delete")
    return (user["id"] == parcel["owner"] and verb != "restore" or user["id"] in parcel["guests"] and verb not in ("change", "delete", "restore")
        or boss and verb not in ("change", "restore"))
