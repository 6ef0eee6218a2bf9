def forged() -> dict:
    def token(key=b"", **header):
        return lesson.fold(header, {"role": "manager", "sub": "m"}, key)
    return {"unsigned": token(alg=""), "unknown": token(alg="HS256"), "partner": token(lesson.PARTNER_KEY, kid="partner", alg="HS256")}
