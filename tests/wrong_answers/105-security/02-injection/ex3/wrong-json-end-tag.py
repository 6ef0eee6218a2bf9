# fails: ex3-tests-script
# why: looks for the end tag in small letters only
def render(place: str, value: str) -> str:
    if place == "script":
        return json.dumps(value).replace("</script>", r"\u003c/script>")
    if place == "link":
        value = web_address(value)
    return html.escape(value)
