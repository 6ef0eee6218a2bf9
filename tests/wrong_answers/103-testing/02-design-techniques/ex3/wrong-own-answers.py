# fails: ex3-tests-mended
# why: answers in words of one's own
def findings() -> dict:
    """Name a gap and a contradiction of the policy, and give rules without either."""
    return {
        "gap": {"member": True, "weekend": True, "early": False, "note": False},
        "contradiction": {"member": False, "weekend": True, "early": True, "note": False},
        "sentences": (1, 4),
        "mended": [
            ({"early": True, "weekend": False}, "full"),
            ({"early": True, "weekend": True}, "half"),
            ({"early": False, "member": False}, "nothing"),
            ({"early": False, "member": True, "weekend": False, "note": False}, "half"),
            ({"early": False, "member": True, "weekend": False, "note": True}, "full"),
            ({"early": False, "member": True, "weekend": True}, "half"),
        ],
    }
