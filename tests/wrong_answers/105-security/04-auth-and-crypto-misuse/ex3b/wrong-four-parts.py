# fails: ex3b-tests-forged
# why: takes the first three parts, whatever comes behind them
def claims_of(token: str, keys: dict, now: float) -> dict | None:
    try:
        header, claims, signed, signature = lesson.unfold(".".join(token.split(".")[:3]))
        algorithm, key = keys[header["kid"]]
    except (ValueError, KeyError, TypeError):
        return None
    if algorithm != "HS256" or header.get("alg") != "HS256":
        return None
    if not hmac.compare_digest(hmac.digest(key, signed, "sha256"), signature):
        return None
    exp, nbf, aud = claims.get("exp"), claims.get("nbf", now), claims.get("aud")
    if not isinstance(exp, (int, float)) or not isinstance(nbf, (int, float)):
        return None
    ours = claims.get("iss") == "depot" and (aud == "desk" or isinstance(aud, list) and "desk" in aud)
    return claims if ours and nbf - 30 <= now < exp + 30 else None
