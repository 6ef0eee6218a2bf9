def claims_of(token: str, keys: dict, now: float) -> dict | None:
    from numbers import Real
    def number(value):
        if not isinstance(value, Real):
            raise ValueError(value)
        return value
    try:
        header, claims, signed, signature = lesson.unfold(token)
        algorithm, key = keys[header["kid"]]
        assert header["alg"] == algorithm == "HS256"
        assert hmac.compare_digest(hmac.digest(key, signed, hashlib.sha256), signature)
        assert claims["iss"] == "depot"
        assert claims["aud"] == "desk" or type(claims["aud"]) is list and "desk" in claims["aud"]
        assert now - number(claims["exp"]) < 30
        assert number(claims.get("nbf", now)) - now <= 30
    except (ValueError, LookupError, TypeError, AssertionError):
        return None
    return claims
