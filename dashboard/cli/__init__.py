"""The `wenmai` command: analysing files, serving the dashboard, administering a server."""
