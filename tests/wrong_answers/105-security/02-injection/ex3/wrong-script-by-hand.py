# fails: ex3-tests-script
# why: puts quotes around the value by hand and escapes the double quote only
def render(place: str, value: str) -> str:
    if place == "script":
        return '"' + value.replace('"', '\\"').replace("<", r"\u003c") + '"'
    if place == "link":
        value = web_address(value)
    return html.escape(value)
