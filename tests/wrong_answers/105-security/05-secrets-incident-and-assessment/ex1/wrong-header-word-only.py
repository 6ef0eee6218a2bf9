# fails: ex1-tests-headers
# why: takes what follows the scheme, with or without the header
def redact(text: str) -> str:
    value = r"""(?:"[^"]*"|'[^']*'|[^\s,;&"']+)"""
    for pattern in (
        r"(-----BEGIN [A-Z ]*KEY-----).*?(?=-----END)",
        r"(?i)((?:bearer|basic)\s+)[^\s,;&\"']+",
        r"()\b(?:dpk|ank)_[A-Za-z0-9]{16,}",
        r"(?i)([\w-]*(?:password|secret|token|api_key)[\"']?\s*[=:]\s*)" + value,
        r"(\w+://[^\s:/@]*:)[^\s/@]+(?=@)",
    ):
        text = re.sub(pattern, r"\1[secret]", text, flags=re.S)
    return text
