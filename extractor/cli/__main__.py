"""`python -m extractor.cli`: the `form4` command."""

from extractor.cli import main

main()
