# fails: ex3-tests-link
# why: lets everything through that begins with http
def render(place: str, value: str) -> str:
    if place == "script":
        return json.dumps(value).replace("<", r"\u003c")
    if place == "link" and not value.lower().startswith("http"):
        return "#"
    return html.escape(value)
