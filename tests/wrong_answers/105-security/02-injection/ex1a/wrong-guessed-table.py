# fails: ex1a-tests-codes
# why: takes the name of the depot's table for the lockers' table
def payloads() -> dict:
    return {"name": "warden')) --", "pin": 'x', "place": "x' UNION SELECT door, code FROM codes --"}
