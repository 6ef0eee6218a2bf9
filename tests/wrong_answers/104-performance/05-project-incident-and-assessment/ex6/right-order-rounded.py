def findings() -> dict:
    return {
        "request": "order",
        "largest": "find",
        "at_most": 1.7,
        "saves": {"a": 40, "b": 265, "c": 110, "d": 615, "e": 370},
        "pair": ["d", "b"],
    }
