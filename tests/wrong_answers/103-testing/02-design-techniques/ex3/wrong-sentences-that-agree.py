# fails: ex3-tests-contradiction
# why: two sentences on one case look like a contradiction
def findings() -> dict:
    """Name a gap and a contradiction of the policy, and give rules without either."""
    return {
        "gap": {"member": True, "weekend": True, "early": False, "note": False},
        "contradiction": {"member": True, "weekend": False, "early": True, "note": True},
        "sentences": (1, 9),
        "mended": [
            ({"early": True, "weekend": False}, "all"),
            ({"early": True, "weekend": True}, "half"),
            ({"early": False, "member": False}, "nothing"),
            ({"early": False, "member": True, "weekend": False, "note": False}, "half"),
            ({"early": False, "member": True, "weekend": False, "note": True}, "all"),
            ({"early": False, "member": True, "weekend": True}, "half"),
        ],
    }
