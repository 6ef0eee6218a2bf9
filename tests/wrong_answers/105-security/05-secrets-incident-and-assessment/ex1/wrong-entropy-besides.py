# fails: ex1-tests-neighbours
# why: adds entropy for what the patterns may have missed, and loses digests and pictures
def redact(text: str) -> str:
    value = r"""(?:"[^"]*"|'[^']*'|[^\s,;&"']+)"""
    for pattern in (
        r"(-----BEGIN [A-Z ]*KEY-----).*?(?=-----END)",
        r"(?i)(authorization:\s*(?:bearer|basic)\s+)[^\s,;&\"']+",
        r"()\b(?:dpk|ank)_[A-Za-z0-9]{16,}",
        r"(?i)([\w-]*(?:password|secret|token|api_key)[\"']?\s*[=:]\s*)" + value,
        r"(\w+://[^\s:/@]*:)[^\s/@]+(?=@)",
    ):
        text = re.sub(pattern, r"\1[secret]", text, flags=re.S)
    return re.sub(r"[A-Za-z0-9+/]{32,}", lambda word: "[secret]" if entropy(word[0]) > 3.5 else word[0], text)
