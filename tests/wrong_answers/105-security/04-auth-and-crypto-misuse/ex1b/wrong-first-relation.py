# fails: ex1b-tests-allowed
# why: stops at the first relation that holds, so a manager who is a guest may only read
def may(user: dict | None, verb: str, parcel: dict | None) -> bool:
    if user is None or parcel is None:
        return False

    if user["id"] == parcel["owner"]:
        rights = {False: ("read", "change", "delete")}
    elif user["id"] in parcel["guests"]:
        rights = {False: ("read",)}
    elif user["role"] == "manager" and user["company"] == parcel["company"]:
        rights = {False: ("read", "delete"), True: ("read", "restore")}
    else:
        rights = {}
    return verb in rights.get(parcel["deleted"], ())
