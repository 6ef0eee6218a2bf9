def inside(root: str, name: str, links: dict[str, str]) -> str | None:
    try:
        base = lesson.real_path(root, links)
        path = lesson.real_path(posixpath.join(base, unquote(name)), links)
    except OSError:
        return None
    return path if posixpath.commonpath([base, path]) == base else None
