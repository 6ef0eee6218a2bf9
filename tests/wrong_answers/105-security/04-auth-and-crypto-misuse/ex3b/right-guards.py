def claims_of(token: str, keys: dict, now: float) -> dict | None:
    try:
        header, claims, signed, signature = lesson.unfold(token)
    except ValueError:
        return None
    kid = header.get("kid")
    if not isinstance(kid, str) or kid not in keys:
        return None
    algorithm, key = keys[kid]
    if (algorithm, header.get("alg")) != ("HS256", "HS256"):
        return None
    if not secrets.compare_digest(hmac.new(key, signed, hashlib.sha256).digest(), signature):
        return None
    if claims.get("iss") != "depot":
        return None
    audience = claims.get("aud")
    audience = audience if isinstance(audience, list) else [audience]
    if "desk" not in audience:
        return None
    if type(claims.get("exp")) not in (int, float) or now >= claims["exp"] + 30:
        return None
    if "nbf" in claims and (type(claims["nbf"]) not in (int, float) or now < claims["nbf"] - 30):
        return None
    return claims
