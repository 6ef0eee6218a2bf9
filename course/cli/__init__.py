"""What a terminal shows, verb by verb: it prints and reads, and decides nothing.

A file imports only files before it: printing, parsing, prompt, incidents, certification,
credentials, reports. Nothing large is imported before a verb runs.
"""
