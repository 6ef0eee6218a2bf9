# fails: ex1a-tests
# why: makes the condition true of everybody by the PIN, and gets the first account
def payloads() -> dict:
    return {"name": 'warden', "pin": "' OR '1'='1", "place": "x' UNION SELECT locker, code FROM opening_codes --"}
