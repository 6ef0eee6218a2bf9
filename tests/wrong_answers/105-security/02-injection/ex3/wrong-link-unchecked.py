# fails: ex3-tests-link
# why: escapes the address and never looks where it leads
def render(place: str, value: str) -> str:
    if place == "script":
        return json.dumps(value).replace("<", r"\u003c")
    return html.escape(value)
