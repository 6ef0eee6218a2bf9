# fails: ex3-tests-script
# why: writes the slash of the end tag differently, and leaves the sign in front of it
def render(place: str, value: str) -> str:
    if place == "script":
        return json.dumps(value).replace("</", "<\\/")
    if place == "link":
        value = web_address(value)
    return html.escape(value)
