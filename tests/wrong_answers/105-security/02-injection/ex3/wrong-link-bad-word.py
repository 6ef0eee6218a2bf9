# fails: ex3-tests-link
# why: looks for javascript: at the beginning of the address
def render(place: str, value: str) -> str:
    if place == "script":
        return json.dumps(value).replace("<", r"\u003c")
    if place == "link" and value.strip().lower().startswith("javascript:"):
        return "#"
    return html.escape(value)
