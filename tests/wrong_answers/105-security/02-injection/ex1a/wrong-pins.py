# fails: ex1a-tests-codes
# why: reads another table than the one that was asked for
def payloads() -> dict:
    return {"name": "warden')) --", "pin": 'x', "place": "x' UNION SELECT name, pin FROM people --"}
