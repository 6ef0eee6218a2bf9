# fails: ex6-tests-work
# why: in the order: counts what barcode calls as its own lines
def findings() -> dict:
    return {
        "request": "order",
        "largest": "find",
        "at_most": 1.72,
        "saves": {"a": 55, "b": 264, "c": 110.5, "d": 614.25, "e": 370},
        "pair": "bd",
    }
