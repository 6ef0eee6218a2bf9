def claims_of(token: str, keys: dict, now: float) -> dict | None:
    ours = {kid: key for kid, (algorithm, key) in keys.items() if algorithm == "HS256"}
    try:
        header, claims, signed, signature = lesson.unfold(token)
        mac = hmac.digest(ours[header["kid"]], signed, "sha256")
    except Exception:
        return None
    good = hmac.compare_digest(mac, signature) and header.get("alg") == "HS256"
    if not good:
        return None
    start, end, audience = claims.get("nbf", 0), claims.get("exp"), claims.get("aud")
    if not all(isinstance(moment, int | float) for moment in (start, end)):
        return None
    if isinstance(audience, str):
        audience = [audience]
    good = isinstance(audience, list) and audience.count("desk") > 0 and claims.get("iss") == "depot"
    return claims if good and start <= now + 30 and now < end + 30 else None
