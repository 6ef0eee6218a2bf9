# fails: ex1a-tests-codes
# why: puts a second statement behind a semicolon, which Python's execute refuses
def payloads() -> dict:
    return {"name": "warden')) --", "pin": 'x', "place": "x'; SELECT locker, code FROM opening_codes --"}
