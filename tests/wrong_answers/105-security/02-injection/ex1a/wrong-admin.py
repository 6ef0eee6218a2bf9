# fails: ex1a-tests
# why: takes over the name from notebook 01
def payloads() -> dict:
    return {"name": "admin')) --", "pin": 'x', "place": "x' UNION SELECT locker, code FROM opening_codes --"}
