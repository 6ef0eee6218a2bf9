# fails: ex3b-tests-forged
# why: computes the signature by the algorithm that the header names
def claims_of(token: str, keys: dict, now: float) -> dict | None:
    try:
        header, claims, signed, signature = lesson.unfold(token)
        algorithm, key = keys[header["kid"]]
    except (ValueError, KeyError, TypeError):
        return None
    how = {"HS256": "sha256", "HS384": "sha384", "HS512": "sha512"}.get(str(header.get("alg")))
    if how is None:
        return None
    if not hmac.compare_digest(hmac.digest(key, signed, how), signature):
        return None
    exp, nbf, aud = claims.get("exp"), claims.get("nbf", now), claims.get("aud")
    if not isinstance(exp, (int, float)) or not isinstance(nbf, (int, float)):
        return None
    ours = claims.get("iss") == "depot" and (aud == "desk" or isinstance(aud, list) and "desk" in aud)
    return claims if ours and nbf - 30 <= now < exp + 30 else None
