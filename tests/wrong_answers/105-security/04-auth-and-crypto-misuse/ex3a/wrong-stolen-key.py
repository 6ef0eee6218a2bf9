# fails: ex3a-tests-keys
# why: signs with the key of this page's desk, and other desks have others
def forged() -> dict:
    claims = {"sub": "mallory", "role": "manager"}
    return {
        "unsigned": lesson.fold({"alg": "None"}, claims, b""),
        "unknown": lesson.fold({"alg": "HS256", "kid": "2026"}, claims, lesson.signing_keys(7)["2026"][1]),
        "partner": lesson.fold({"alg": "HS256", "kid": "partner"}, claims, lesson.PARTNER_KEY),
    }
