# fails: ex3a-tests-keys
# why: hands the unsigned token in once more
def forged() -> dict:
    claims = {"sub": "mallory", "role": "manager"}
    return {
        "unsigned": lesson.fold({"alg": "None"}, claims, b""),
        "unknown": lesson.fold({"alg": "None"}, claims, b""),
        "partner": lesson.fold({"alg": "HS256", "kid": "partner"}, claims, lesson.PARTNER_KEY),
    }
