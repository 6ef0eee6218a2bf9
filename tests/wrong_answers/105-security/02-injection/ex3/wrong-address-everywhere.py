# fails: ex3-tests-text
# why: refuses javascript: in every place
def render(place: str, value: str) -> str:
    if place == "script":
        return json.dumps(value).replace("<", r"\u003c")
    if "javascript:" in value.lower() or place == "link" and web_address(value) == "#":
        return "#"
    return html.escape(value)
