# fails: ex1a-tests-codes
# why: takes the first code only
def payloads() -> dict:
    return {"name": "warden')) --", "pin": 'x', "place": "x' UNION SELECT locker, code FROM opening_codes LIMIT 1 --"}
