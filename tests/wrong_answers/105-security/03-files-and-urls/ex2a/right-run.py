def reach() -> set:
    zone = {"metadata.internal", "meta.friendly.example", "old.shop.example"}
    reached = set()
    for number, url in lesson.NIGHT.items():
        host = urlsplit(url).hostname.rstrip(".")
        passes = "169.254.169.254" not in url and not urlsplit(url).netloc.endswith(".internal")
        if passes and (host in zone or host == str(169 * 256**3 + 254 * 256**2 + 169 * 256 + 254)):
            reached.add(number)
    return reached
