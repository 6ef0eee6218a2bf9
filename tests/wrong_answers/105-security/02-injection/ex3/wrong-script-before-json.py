# fails: ex3-tests-script
# why: replaces the sign before JSON is written, and JSON doubles the backslash
def render(place: str, value: str) -> str:
    if place == "script":
        return json.dumps(value.replace("<", r"\u003c"))
    if place == "link":
        value = web_address(value)
    return html.escape(value)
