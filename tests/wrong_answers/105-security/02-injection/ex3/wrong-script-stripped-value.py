# fails: ex3-tests-script
# why: tidies the note before it is written, so spaces at its ends are lost
def render(place: str, value: str) -> str:
    if place == "script":
        return json.dumps(value.strip()).replace("<", r"\u003c")
    if place == "link":
        value = web_address(value)
    return html.escape(value)
