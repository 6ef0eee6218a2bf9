def findings() -> dict:
    """Name a gap and a contradiction of the policy, and give rules without either."""
    return {
        "gap": {"member": True, "weekend": True, "early": False, "note": False},
        "contradiction": {"member": False, "weekend": True, "early": True, "note": False},
        "sentences": (1, 4),
        "mended": [
            ({"early": True, "weekend": False}, "all"),
            ({"member": False, "early": False}, "nothing"),
            ({"member": True, "early": False, "weekend": False, "note": False}, "half"),
            ({"weekend": True, "early": True}, "half"),
            ({"note": True, "early": False, "weekend": False}, "all"),
            ({"note": True, "early": False, "weekend": True}, "half"),
            ({"member": False, "early": True, "weekend": False}, "all"),
            ({"member": False, "early": False, "weekend": True}, "nothing"),
            ({"note": True, "early": True, "weekend": False}, "all"),
            ({"member": True, "weekend": True, "early": False, "note": False}, "nothing"),
        ],
    }
