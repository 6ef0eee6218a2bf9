# fails: ex2-tests-holds
# why: one room at one hour goes through the whole life of a hold, so the contract seems complete
def contract(send):
    r = send("POST", "/holds", {"room": "Blue", "hour": 9})
    assert r["status"] == 201 and isinstance(r["body"]["hold"], str) and r["body"]["hold"]
    assert datetime.fromisoformat(r["body"]["until"]).tzinfo
    assert send("POST", "/holds", {"room": "Blue", "hour": 9})["status"] == 409
    assert send("DELETE", "/holds/" + r["body"]["hold"])["status"] == 204
    assert send("POST", "/holds", {"room": "Blue", "hour": 9})["status"] == 201
    r = send("POST", "/holds", {"room": "Crowded", "hour": 9})
    assert r["status"] == 429
    assert int({k.lower(): v for k, v in r["headers"].items()}["retry-after"]) >= 0

def verdict(edits):
    try:
        contract(partner(*edits))
    except NotImplementedError:
        raise
    except Exception as error:
        return f"red: {type(error).__name__}"
    return "green"
