def may(user: dict | None, verb: str, parcel: dict | None) -> bool:
    if not user or not parcel:
        return False
    manages = user["role"] == "manager" and user["company"] == parcel["company"]
    if parcel["deleted"]:
        return manages and verb in ("read", "restore")
    if user["id"] == parcel["owner"] and verb in ("read", "change", "delete"):
        return True
    if user["id"] in parcel["guests"] and verb == "read":
        return True
    return manages and verb in ("read", "delete")
