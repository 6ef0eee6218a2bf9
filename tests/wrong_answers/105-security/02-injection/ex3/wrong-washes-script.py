# fails: ex3-tests-text
# why: takes the script tag out and leaves other tags
def render(place: str, value: str) -> str:
    if place == "script":
        return json.dumps(value).replace("<", r"\u003c")
    if place == "link":
        return html.escape(web_address(value))
    return value.replace("<script>", "").replace("</script>", "").replace('"', "&quot;")
