"""The review page, served to a browser: plain pages, pieces of which are swapped as the reviewer goes on."""
