# fails: ex1b-tests-honest
# why: decodes as a form's field is decoded, where a plus sign is a space
def inside(root: str, name: str, links: dict[str, str]) -> str | None:
    from urllib.parse import unquote_plus
    try:
        base = lesson.real_path(root, links)
        path = lesson.real_path(f"{root}/{unquote_plus(name)}", links)
    except OSError:
        return None
    return path if path.startswith(base + "/") else None
