# fails: ex1a-tests
# why: puts the comment where nothing follows that it could swallow
def payloads() -> dict:
    return {"name": 'warden', "pin": "' --", "place": "x' UNION SELECT locker, code FROM opening_codes --"}
