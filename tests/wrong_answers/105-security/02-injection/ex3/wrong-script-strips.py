# fails: ex3-tests-script
# why: takes the sign out of the note instead of writing it differently
def render(place: str, value: str) -> str:
    if place == "script":
        return json.dumps(value.replace("<", ""))
    if place == "link":
        value = web_address(value)
    return html.escape(value)
