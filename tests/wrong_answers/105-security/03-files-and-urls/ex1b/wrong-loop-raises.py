# fails: ex1b-tests-links
# why: lets the error of a loop out
def inside(root: str, name: str, links: dict[str, str]) -> str | None:
    base = lesson.real_path(root, links)
    path = lesson.real_path(f"{root}/{unquote(name)}", links)
    return path if path.startswith(base + "/") else None
