# fails: ex3-tests-text
# why: escapes angle brackets and ampersands, and leaves quotes
def render(place: str, value: str) -> str:
    if place == "script":
        return json.dumps(value).replace("<", r"\u003c")
    if place == "link":
        return html.escape(web_address(value))
    return html.escape(value, quote=False)
