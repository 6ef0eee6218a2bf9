# fails: ex3-tests-mended
# why: gives the rules as a dict by answer
def findings() -> dict:
    """Name a gap and a contradiction of the policy, and give rules without either."""
    return {
        "gap": {"member": True, "weekend": True, "early": False, "note": False},
        "contradiction": {"member": False, "weekend": True, "early": True, "note": False},
        "sentences": (1, 4),
        "mended": {"rules": [
            ({"early": True, "weekend": False}, "all"),
            ({"early": True, "weekend": True}, "half"),
            ({"early": False, "member": False}, "nothing"),
            ({"early": False, "member": True, "weekend": False, "note": False}, "half"),
            ({"early": False, "member": True, "weekend": False, "note": True}, "all"),
            ({"early": False, "member": True, "weekend": True}, "half"),
        ]},
    }
