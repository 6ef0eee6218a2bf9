# fails: ex3-tests-text
# why: escapes & last, and with it the names that it has just written
def render(place: str, value: str) -> str:
    if place == "script":
        return json.dumps(value).replace("<", r"\u003c")
    if place == "link":
        return html.escape(web_address(value))
    return value.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;").replace("&", "&amp;")
