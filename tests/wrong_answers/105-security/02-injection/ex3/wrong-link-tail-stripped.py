# fails: ex3-tests-link
# why: takes a space behind an address for a slip of the finger
def render(place: str, value: str) -> str:
    if place == "script":
        return json.dumps(value).replace("<", r"\u003c")
    if place == "link":
        return html.escape(web_address(value).rstrip())
    return html.escape(value)
