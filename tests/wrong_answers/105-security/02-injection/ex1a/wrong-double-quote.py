# fails: ex1a-tests
# why: takes a double quote for the end of the text
def payloads() -> dict:
    return {"name": 'warden")) --', "pin": 'x', "place": "x' UNION SELECT locker, code FROM opening_codes --"}
