# fails: ex3-tests-link
# why: keeps https only
def render(place: str, value: str) -> str:
    if place == "script":
        return json.dumps(value).replace("<", r"\u003c")
    if place == "link" and not value.lower().startswith("https://"):
        return "#"
    return html.escape(value)
