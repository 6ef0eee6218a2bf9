# fails: ex1-tests-names
# why: redacts the first secret of each kind and goes on
def redact(text: str) -> str:
    value = r"""(?:"[^"]*"|'[^']*'|[^\s,;&"']+)"""
    for pattern in (
        r"(-----BEGIN [A-Z ]*KEY-----).*?(?=-----END)",
        r"(?i)(authorization:\s*(?:bearer|basic)\s+)[^\s,;&\"']+",
        r"()\b(?:dpk|ank)_[A-Za-z0-9]{16,}",
        r"(?i)([\w-]*(?:password|secret|token|api_key)[\"']?\s*[=:]\s*)" + value,
        r"(\w+://[^\s:/@]*:)[^\s/@]+(?=@)",
    ):
        text = re.sub(pattern, r"\1[secret]", text, count=1, flags=re.S)
    return text
