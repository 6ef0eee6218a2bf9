# fails: ex1b-tests-strangers
# why: collects the relations on the person, so those to the last parcel hold for the next one
def may(user: dict | None, verb: str, parcel: dict | None) -> bool:
    """Say whether somebody may do something to a parcel, by the rules of the portal."""
    if user is None or parcel is None:
        return False
    there = {"owner": {"read", "change", "delete"}, "guest": {"read"}, "manager": {"read", "delete"}}
    deleted = {"manager": {"read", "restore"}}
    relations = user.setdefault("relations", [])
    if user["id"] == parcel["owner"]:
        relations.append("owner")
    if user["id"] in parcel["guests"]:
        relations.append("guest")
    if user["role"] == "manager" and user["company"] == parcel["company"]:
        relations.append("manager")
    table = deleted if parcel["deleted"] else there
    return any(verb in table.get(relation, ()) for relation in relations)
