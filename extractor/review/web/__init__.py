"""The review page, served to a browser: plain HTML, fragments of which are replaced by htmx."""
