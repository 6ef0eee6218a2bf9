def inside(root: str, name: str, links: dict[str, str]) -> str | None:
    from pathlib import PurePosixPath
    try:
        base = PurePosixPath(lesson.real_path(root, links))
        path = PurePosixPath(lesson.real_path(root + "/" + unquote(name), links))
    except OSError:
        return None
    return str(path) if path.is_relative_to(base) and path != base else None
