# fails: ex3-tests-script
# why: writes JSON and then escapes it as HTML, which a script never undoes
def render(place: str, value: str) -> str:
    if place == "script":
        return html.escape(json.dumps(value), quote=False)
    if place == "link":
        value = web_address(value)
    return html.escape(value)
