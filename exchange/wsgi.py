"""What the web server imports."""

from exchange import create_app, web

app = create_app()
web.log_to_stderr(app.extensions["settings"].log_level)
