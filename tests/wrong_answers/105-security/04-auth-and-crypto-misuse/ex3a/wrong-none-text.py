# fails: ex3a-tests-keys
# why: signs with the text None
def forged() -> dict:
    claims = {"sub": "mallory", "role": "manager"}
    return {
        "unsigned": lesson.fold({"alg": "None"}, claims, b""),
        "unknown": lesson.fold({"alg": "HS256", "kid": "1999"}, claims, b"None"),
        "partner": lesson.fold({"alg": "HS256", "kid": "partner"}, claims, lesson.PARTNER_KEY),
    }
