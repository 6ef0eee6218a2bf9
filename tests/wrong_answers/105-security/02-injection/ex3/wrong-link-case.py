# fails: ex3-tests-link
# why: compares the beginning with its case
def render(place: str, value: str) -> str:
    if place == "script":
        return json.dumps(value).replace("<", r"\u003c")
    if place == "link" and not value.startswith(("https://", "http://")):
        return "#"
    return html.escape(value)
