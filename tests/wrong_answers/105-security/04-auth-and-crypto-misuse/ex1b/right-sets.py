def may(user: dict | None, verb: str, parcel: dict | None) -> bool:
    rights = set()
    if user is not None and parcel is not None:
        if user["role"] == "manager" and user["company"] == parcel["company"]:
            rights |= {"read", "restore"} if parcel["deleted"] else {"read", "delete"}
        if not parcel["deleted"]:
            if user["id"] == parcel["owner"]:
                rights |= {"read", "change", "delete"}
            if user["id"] in parcel["guests"]:
                rights.add("read")
    return verb in rights
