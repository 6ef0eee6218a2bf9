# fails: ex1a-tests
# why: closes the quote and neither bracket, as at the desk of notebook 01
def payloads() -> dict:
    return {"name": "warden' --", "pin": 'x', "place": "x' UNION SELECT locker, code FROM opening_codes --"}
