# fails: ex2-tests
# why: asks for a time and forgets its offset
def contract(send) -> None:
    """Raise an error if the partner breaks what our client needs."""
    blue = {"room": "Blue", "hour": 9}
    first = send("POST", "/holds", blue)
    name = first["body"]["hold"]
    assert first["status"] == 201 and isinstance(name, str) and name
    datetime.fromisoformat(first["body"]["until"])
    assert send("POST", "/holds", blue)["status"] == 409
    for room, hour in (("Blue", 10), ("Green", 9)):
        assert send("POST", "/holds", {"room": room, "hour": hour})["status"] == 201
    assert send("DELETE", f"/holds/{name}")["status"] == 204
    assert send("POST", "/holds", blue)["status"] == 201
    for room, hour in (("Blue", 10), ("Green", 9)):
        assert send("POST", "/holds", {"room": room, "hour": hour})["status"] == 409
    slow = send("POST", "/holds", {"room": "Crowded", "hour": 9})
    headers = {name.lower(): value for name, value in slow["headers"].items()}
    assert slow["status"] == 429 and headers["retry-after"].isdigit()

def verdict(edits):                            # the tests use it: leave it as it is
    try:
        contract(partner(*edits))
    except NotImplementedError:
        raise
    except Exception as error:
        return f"red: {type(error).__name__}"
    return "green"
