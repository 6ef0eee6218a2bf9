def plan() -> dict:
    """Say which files to tidy in three days, which to leave, and whose number misleads."""
    days, tidy = 3.0, []
    for file in sorted(tollbook.files(), key=lambda file: -file["complexity"] * (file["changes"] - file["by_script"]) / file["days"]):
        if file["days"] <= days:
            tidy.append(file["file"])
            days -= file["days"]
    return {"tidy": tidy, "leave": "bank_format.py", "misleads": ["plates.py", "a script changes it"]}
