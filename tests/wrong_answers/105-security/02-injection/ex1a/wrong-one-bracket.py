# fails: ex1a-tests
# why: closes one of two brackets
def payloads() -> dict:
    return {"name": "warden') --", "pin": 'x', "place": "x' UNION SELECT locker, code FROM opening_codes --"}
