# fails: ex3-tests-link
# why: looks for a good beginning anywhere in the address
def render(place: str, value: str) -> str:
    if place == "script":
        return json.dumps(value).replace("<", r"\u003c")
    if place == "link" and not ("https://" in value.lower() or "http://" in value.lower()):
        return "#"
    return html.escape(value)
