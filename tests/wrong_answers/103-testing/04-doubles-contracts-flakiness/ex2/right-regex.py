def contract(send) -> None:
    """Raise an error if the partner breaks what our client needs."""
    blue = {"room": "Blue", "hour": 9}
    first = send("POST", "/holds", blue)
    name = first["body"]["hold"]
    assert first["status"] == 201 and isinstance(name, str) and name
    import re

    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)", first["body"]["until"])
    assert send("POST", "/holds", blue)["status"] == 409
    for room, hour in (("Blue", 10), ("Green", 9)):
        assert send("POST", "/holds", {"room": room, "hour": hour})["status"] == 201
    assert send("DELETE", f"/holds/{name}")["status"] == 204
    assert send("POST", "/holds", blue)["status"] == 201
    for room, hour in (("Blue", 10), ("Green", 9)):
        assert send("POST", "/holds", {"room": room, "hour": hour})["status"] == 409
    slow = send("POST", "/holds", {"room": "Crowded", "hour": 9})
    headers = [value for name, value in slow["headers"].items() if name.casefold() == "retry-after"]
    assert slow["status"] == 429 and headers and str(int(headers[0])) == headers[0]

def verdict(edits):                            # the tests use it: leave it as it is
    try:
        contract(partner(*edits))
    except NotImplementedError:
        raise
    except Exception as error:
        return f"red: {type(error).__name__}"
    return "green"
