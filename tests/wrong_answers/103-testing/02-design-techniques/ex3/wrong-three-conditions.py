# fails: ex3-tests ex3-tests-contradiction
# why: leaves out conditions that do not seem to matter
def findings() -> dict:
    """Name a gap and a contradiction of the policy, and give rules without either."""
    return {
        "gap": {"member": True, "weekend": True, "early": False},
        "contradiction": {"weekend": True, "early": True},
        "sentences": (1, 4),
        "mended": [
            ({"early": True, "weekend": False}, "all"),
            ({"early": True, "weekend": True}, "half"),
            ({"early": False, "member": False}, "nothing"),
            ({"early": False, "member": True, "weekend": False, "note": False}, "half"),
            ({"early": False, "member": True, "weekend": False, "note": True}, "all"),
            ({"early": False, "member": True, "weekend": True}, "half"),
        ],
    }
