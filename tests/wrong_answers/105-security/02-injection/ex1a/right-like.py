def payloads() -> dict:
    return {"name": 'x', "pin": "' OR name LIKE 'war%", "place": "x' UNION SELECT code, locker FROM opening_codes--"}
