# fails: ex3a-tests-unsigned
# why: takes the one spelling that is refused
def forged() -> dict:
    claims = {"sub": "mallory", "role": "manager"}
    return {
        "unsigned": lesson.fold({"alg": "none"}, claims, b""),
        "unknown": lesson.fold({"alg": "HS256", "kid": "1999"}, claims, b""),
        "partner": lesson.fold({"alg": "HS256", "kid": "partner"}, claims, lesson.PARTNER_KEY),
    }
