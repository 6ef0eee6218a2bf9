# fails: ex3-tests-link
# why: describes the host by a pattern of letters, which knows no IPv6 and no empty host
def render(place: str, value: str) -> str:
    if place == "script":
        return json.dumps(value).replace("<", r"\u003c")
    if place == "link":
        return html.escape(value) if re.match(r"https?://[a-z0-9.-]+", value, re.I) else "#"
    return html.escape(value)
