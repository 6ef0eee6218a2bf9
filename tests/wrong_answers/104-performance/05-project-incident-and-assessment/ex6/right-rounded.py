def findings() -> dict:
    return {
        "request": "search",
        "largest": "query",
        "at_most": 1.8,
        "saves": {"a": 420, "b": 250, "c": 170, "d": 65, "e": 25},
        "pair": "ca",
    }
