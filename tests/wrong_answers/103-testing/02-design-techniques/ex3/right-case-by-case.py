def findings() -> dict:
    """Translate the sentences, look for the faults by program, and answer case by case."""
    names = ["member", "weekend", "early", "note"]
    rules = [
        ({"early": True}, "all"),
        ({"early": False, "member": False}, "nothing"),
        ({"early": False, "member": True, "weekend": False, "note": False}, "half"),
        ({"early": True, "weekend": True}, "half"),
        ({"early": False, "member": True, "weekend": False, "note": True}, "all"),
        ({"early": False, "member": True, "weekend": True, "note": True}, "half"),
    ]
    possible = [dict(zip(names, values)) for values in product([True, False], repeat=4)]
    possible = [case for case in possible if case["member"] or not case["note"]]
    gaps = [case for case in possible if not answers(rules, case)]
    twice = [case for case in possible if len(answers(rules, case)) > 1]
    mended = [(case, (sorted(answers(rules, case)) or ["nothing"])[0]) for case in possible]
    return {"gap": gaps[0], "contradiction": twice[-1], "sentences": (4, 1), "mended": mended}
