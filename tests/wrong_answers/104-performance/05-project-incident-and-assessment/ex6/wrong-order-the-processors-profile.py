# fails: ex6-tests
# why: in the order: reads the profile on the processor
def findings() -> dict:
    return {
        "request": "order",
        "largest": "barcode",
        "at_most": 1.59,
        "saves": {"a": 41, "b": 264, "c": 110.5, "d": 614.25, "e": 370},
        "pair": "bd",
    }
