# fails: ex1a-tests-codes
# why: shows all lockers, also those that are not free, and no code
def payloads() -> dict:
    return {"name": "warden')) --", "pin": 'x', "place": "%' OR 1=1 --"}
