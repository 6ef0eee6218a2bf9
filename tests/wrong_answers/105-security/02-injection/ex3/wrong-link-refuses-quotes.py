# fails: ex3-tests-link
# why: refuses every address with a quote or an angle bracket
def render(place: str, value: str) -> str:
    if place == "script":
        return json.dumps(value).replace("<", r"\u003c")
    if place == "link" and any(c in value for c in "\"'<>"):
        return "#"
    if place == "link":
        value = web_address(value)
    return html.escape(value)
