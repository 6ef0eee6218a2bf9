# fails: ex1b-tests-allowed
# why: refuses everybody, which no attacker gets through
def may(user: dict | None, verb: str, parcel: dict | None) -> bool:
    return False
