# fails: ex1b-tests-links
# why: looks a link up once
def inside(root: str, name: str, links: dict[str, str]) -> str | None:
    base = lesson.real_path(root, links)
    path = posixpath.normpath(f"{root}/{unquote(name)}")
    for link, target in links.items():
        if path == link or path.startswith(link + "/"):
            path = posixpath.normpath(posixpath.join(posixpath.dirname(link), target) + path[len(link):])
            break
    return path if path.startswith(base + "/") else None
