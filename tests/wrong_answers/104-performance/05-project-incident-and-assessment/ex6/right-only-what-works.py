def findings() -> dict:
    return {
        "request": "search",
        "largest": "query",
        "at_most": 1.75,
        "saves": {"a": 421.4, "b": 252, "c": 171, "d": 64, "e": 26},
        "pair": "ac",
    }
