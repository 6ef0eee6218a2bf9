def render(place: str, value: str) -> str:
    def link(text):
        good = text[:8].lower().startswith("https://") or text[:7].lower() == "http://"
        return html.escape(text if good else "#")

    encoders = {"text": html.escape, "attribute": html.escape, "link": link, "script": lambda text: json.dumps(text).replace("<", "\\u003C")}
    return encoders[place](value)
