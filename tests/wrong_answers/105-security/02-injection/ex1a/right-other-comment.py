def payloads() -> dict:
    return {"name": "warden'))/*", "pin": '', "place": "nowhere' UNION SELECT locker, code FROM opening_codes ORDER BY 1 --"}
