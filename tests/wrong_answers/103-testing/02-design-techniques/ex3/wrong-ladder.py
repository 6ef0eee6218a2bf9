# fails: ex3-tests-mended
# why: writes rules that count on the first that matches
def findings() -> dict:
    """Name a gap and a contradiction of the policy, and give rules without either."""
    return {
        "gap": {"member": True, "weekend": True, "early": False, "note": False},
        "contradiction": {"member": False, "weekend": True, "early": True, "note": False},
        "sentences": (1, 4),
        "mended": [
            ({"early": True}, "all"),
            ({"early": True, "weekend": True}, "half"),
            ({"member": False}, "nothing"),
            ({"weekend": True}, "half"),
            ({"note": True}, "all"),
            ({}, "half"),
        ],
    }
