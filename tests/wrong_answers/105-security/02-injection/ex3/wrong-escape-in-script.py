# fails: ex3-tests-script
# why: escapes the text in the script as HTML, and JavaScript shows the names of the characters
def render(place: str, value: str) -> str:
    if place == "script":
        return '"' + html.escape(value) + '"'
    if place == "link":
        value = web_address(value)
    return html.escape(value)
