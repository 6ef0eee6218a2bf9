# fails: ex3a-tests-keys
# why: takes the partner's own algorithm, whose signature nobody looks at
def forged() -> dict:
    claims = {"sub": "mallory", "role": "manager"}
    return {
        "unsigned": lesson.fold({"alg": "None"}, claims, b""),
        "unknown": lesson.fold({"alg": "HS256", "kid": "1999"}, claims, b""),
        "partner": lesson.fold({"alg": "RS256", "kid": "partner"}, claims, lesson.PARTNER_KEY),
    }
