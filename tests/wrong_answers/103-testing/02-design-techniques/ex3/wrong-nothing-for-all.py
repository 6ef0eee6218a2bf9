# fails: ex3-tests-mended
# why: one answer for everybody, so there is neither gap nor contradiction
def findings() -> dict:
    """Name a gap and a contradiction of the policy, and give rules without either."""
    return {
        "gap": {"member": True, "weekend": True, "early": False, "note": False},
        "contradiction": {"member": False, "weekend": True, "early": True, "note": False},
        "sentences": (1, 4),
        "mended": [({}, "nothing")],
    }
