def forged() -> dict:
    claims = {"sub": "mallory", "role": "manager"}
    return {
        "unsigned": lesson.fold({"alg": "RS256", "kid": "2026"}, claims, b"guess"),
        "unknown": lesson.fold({"alg": "HS512", "kid": "root"}, claims, b""),
        "partner": lesson.fold({"alg": "HS384", "kid": "partner", "typ": "JWT"}, claims, lesson.PARTNER_KEY),
    }
