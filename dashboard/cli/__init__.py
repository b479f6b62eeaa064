"""The `wenmai` command: its verbs, serving the dashboard, looking after a server."""
