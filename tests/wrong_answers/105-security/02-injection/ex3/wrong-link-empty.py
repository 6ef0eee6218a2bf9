# fails: ex3-tests-link
# why: gives nothing in place of the sign for nowhere
def render(place: str, value: str) -> str:
    if place == "script":
        return json.dumps(value).replace("<", r"\u003c")
    if place == "link" and web_address(value) == "#":
        return ""
    return html.escape(value)
