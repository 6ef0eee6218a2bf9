# fails: ex3a-tests-keys
# why: signs with the public key written in hex
def forged() -> dict:
    claims = {"sub": "mallory", "role": "manager"}
    return {
        "unsigned": lesson.fold({"alg": "None"}, claims, b""),
        "unknown": lesson.fold({"alg": "HS256", "kid": "1999"}, claims, b""),
        "partner": lesson.fold({"alg": "HS256", "kid": "partner"}, claims, lesson.PARTNER_KEY.hex().encode()),
    }
