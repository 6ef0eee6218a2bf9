# fails: ex1-tests-names
# why: leaves beginning and end of a secret, so that people recognise it
def redact(text: str) -> str:
    def masked(match):
        return match[1] + match[2][:3] + "[secret]" + match[2][-3:]

    value = r"""("[^"]*"|'[^']*'|[^\s,;&"']+)"""
    for pattern in (
        r"(-----BEGIN [A-Z ]*KEY-----)(.*?)(?=-----END)",
        r"(?i)(authorization:\s*(?:bearer|basic)\s+)([^\s,;&\"']+)",
        r"()\b((?:dpk|ank)_[A-Za-z0-9]{16,})",
        r"(?i)([\w-]*(?:password|secret|token|api_key)[\"']?\s*[=:]\s*)" + value,
        r"(\w+://[^\s:/@]*:)([^\s/@]+)(?=@)",
    ):
        text = re.sub(pattern, masked, text, flags=re.S)
    return text
