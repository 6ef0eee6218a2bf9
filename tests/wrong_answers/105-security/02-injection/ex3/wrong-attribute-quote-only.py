# fails: ex3-tests-text
# why: escapes in an attribute only what ends it, and leaves names of characters to be read
def render(place: str, value: str) -> str:
    if place == "script":
        return json.dumps(value).replace("<", r"\u003c")
    if place == "attribute":
        return value.replace('"', "&quot;")
    if place == "link":
        value = web_address(value)
    return html.escape(value)
