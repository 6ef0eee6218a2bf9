# fails: ex3-tests-text
# why: undoes an encoding first, so that nothing is encoded twice
def render(place: str, value: str) -> str:
    if place == "script":
        return json.dumps(value).replace("<", r"\u003c")
    if place == "link":
        return html.escape(web_address(value))
    return html.escape(html.unescape(value))
