"""The command `course`: it reads words, calls one function, and prints.

command is the entry, terminal describes verbs and shows tables. Then a file for each
family of verbs: authoring_verbs, course_verbs, incident_verbs (with incident_prompt, an incident
played by typing), certification_verbs, credential_verbs, paper_verbs, report_verbs (with the demo).
Nothing large is imported before a verb runs.
"""
