# fails: ex3-tests-text
# why: writes the quotes around the attribute once more
def render(place: str, value: str) -> str:
    if place == "script":
        return json.dumps(value).replace("<", r"\u003c")
    if place == "attribute":
        return '"' + html.escape(value) + '"'
    if place == "link":
        value = web_address(value)
    return html.escape(value)
