def redact(text: str) -> str:
    text = re.sub(r"(?s)(-----BEGIN[^\n-]*KEY-----\n)(.*?)(\n-----END)", r"\g<1>[secret]\3", text)
    text = re.sub(r"\b(dpk_|ank_)[a-zA-Z\d]{16}[a-zA-Z\d]*", "[secret]", text)
    text = re.sub(r"(authorization: *(bearer|basic) *)([^ ,;&\n'\"]+)", r"\g<1>[secret]", text, flags=re.IGNORECASE)
    text = re.sub(r"(://[^\s:/@]*:)([^\s:/@]+)@", r"\1[secret]@", text)
    name = r"((?:password|secret|token|api_key)['\"]? *[=:] *)"
    for value in ('"[^"]*"', "'[^']*'", r"[^\s,;&'\"]+"):
        text = re.sub(name + value, r"\1[secret]", text, flags=re.IGNORECASE)
    return text
