def payloads() -> dict:
    return {"name": "warden')) --", "pin": '1234', "place": "' UNION SELECT locker, code FROM opening_codes --"}
