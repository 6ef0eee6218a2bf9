def redact(text: str) -> str:
    pattern = re.compile(
        r"""(?P<head>-----BEGIN\ [a-z ]*KEY-----).+?(?=-----END)
        |(?:(?<=bearer\ )|(?<=basic\ ))(?P<header>[^\s,;&"']+)
        |(?P<vendor>\b(?:dpk|ank)_[a-z0-9]{16,})
        |(?P<name>(?:password|secret|token|api_key)["']?\s*[=:]\s*)(?P<value>"[^"]*"|'[^']*'|[^\s,;&"']+)
        |(?P<front>://[^\s:/@]*:)(?P<address>[^\s/@]+)(?=@)""",
        re.IGNORECASE | re.DOTALL | re.VERBOSE,
    )

    def decide(match):
        if match["header"]:
            before = text[: match.start()].lower().split()
            return "[secret]" if len(before) > 1 and before[-2].endswith("authorization:") else match[0]
        return (match["name"] or match["front"] or match["head"] or "") + "[secret]"

    return pattern.sub(decide, text)
