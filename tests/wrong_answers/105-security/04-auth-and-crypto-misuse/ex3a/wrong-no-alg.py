# fails: ex3a-tests-unsigned
# why: leaves the algorithm out, which is an error
def forged() -> dict:
    claims = {"sub": "mallory", "role": "manager"}
    return {
        "unsigned": lesson.fold({"kid": "2026"}, claims, b""),
        "unknown": lesson.fold({"alg": "HS256", "kid": "1999"}, claims, b""),
        "partner": lesson.fold({"alg": "HS256", "kid": "partner"}, claims, lesson.PARTNER_KEY),
    }
