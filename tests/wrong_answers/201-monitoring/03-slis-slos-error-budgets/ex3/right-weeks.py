def targets():
    windows = {"hand-in": 7, "export": 90, "results": 7, "avatars": 90, "sign-in": 7}
    shares = {"hand-in": 99.5, "export": 90, "results": 99.9, "avatars": 99, "sign-in": 99.95}
    return {name: [shares[name], windows[name]] for name in windows}
