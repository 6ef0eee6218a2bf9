# fails: ex3a-tests-unsigned
# why: forgets to claim anything
def forged() -> dict:
    claims = {"sub": "mallory", "role": "manager"}
    return {
        "unsigned": lesson.fold({"alg": "None"}, {"sub": "mallory", "role": "member"}, b""),
        "unknown": lesson.fold({"alg": "HS256", "kid": "1999"}, claims, b""),
        "partner": lesson.fold({"alg": "HS256", "kid": "partner"}, claims, lesson.PARTNER_KEY),
    }
