def render(place: str, value: str) -> str:
    match place:
        case "script":
            return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
        case "link" if not re.match(r"https?://", value, re.IGNORECASE):
            return "#"
        case "text":
            return html.escape(value, quote=False)
        case _:
            return html.escape(value)
