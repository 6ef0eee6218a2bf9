# fails: ex3-tests-link
# why: looks for three bad beginnings, with blanks taken out
def render(place: str, value: str) -> str:
    if place == "script":
        return json.dumps(value).replace("<", r"\u003c")
    if place == "link" and "".join(value.split()).lower().startswith(("javascript:", "data:", "vbscript:")):
        return "#"
    return html.escape(value)
