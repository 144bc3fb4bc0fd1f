"""What --help shows below the options of each command."""

EXIT_CODES = """\b
Exit codes:
  0  extracted, every cell accepted       3  the file was refused
  1  extracted, some cells want review    4  no Form 4 in the file
  2  wrong options                        5  form4 itself failed
"""
EXTRACT = (
    """\b
Examples:
  form4 extract form.pdf                          on the screen, as a table
  form4 extract form.pdf > form.json              into a file, as JSON
  form4 extract form.pdf --format csv             one row a transaction or holding
  form4 extract scan.tif --out done --format json --format xml
                                                  done/scan.json and done/scan.xml
  form4 extract scan.tif --overlay scan.pdf       the pages too, every cell boxed

"""
    + EXIT_CODES
)
EXPLAIN = (
    """\b
Examples:
  form4 explain form.pdf                          what adds up, and what does not
  form4 explain scan.tif                          what was repaired, and by which sums
  form4 explain scan.tif --no-repair              the same, every value as it was read

"""
    + EXIT_CODES
)
DEBUG = (
    """\b
Examples:
  form4 debug scan.tif --out stages               every stage, and a picture of each page at each
  form4 debug scan.tif --out stages --page 2      all stages, pictures of page 2 only
  form4 debug scan.tif --out stages --force       again, in place of what is there

\b
Files:
  03-ruling-lines.json                            a stage of the whole file
  p1-03-ruling-lines.png                          the same on page 1

"""
    + EXIT_CODES
)
TRACE = """\b
Examples:
  form4 trace scan.tif --list                     the paths of all cells
  form4 trace scan.tif issuer/issuerName          why it says what it says
  form4 trace scan.tif periodOfReport --out why   its ink as a picture too, all figures as JSON
  form4 trace bundle.pdf remarks --filing 2       of the second filing in the file

\b
Exit codes:
  0  the cell is accepted                 3  the file was refused
  1  the cell wants review                4  no Form 4 in the file
  2  wrong options, or no such cell       5  form4 itself failed
"""
REVIEW = """\b
Examples:
  form4 extract scan.tif --out done --format json   first, what there is to look at
  form4 review done                                 opens the page in the browser
  form4 review done --double-key                    two reviewers must agree, a third settles
  form4 review done --sample 0.02                   asks 2 % of the accepted values too, blind
  form4 review done --export corrected --format json --format xml
                                                    writes the corrected filings, and leaves
"""
LAYOUTS = """\b
Examples:
  form4 layouts list                              the layouts form4 knows
  form4 layouts explain scan.tif                  which one fits each page, and why
  form4 layouts show scan.tif --out page.png      where it sees columns and cells
  form4 layouts check mine/form4-1991.yaml        what is wrong with a layout of your own
"""
BENCH = """\b
Examples:
  form4 bench calibration                         on generated forms kept back for it
  form4 bench calibration cases --picture c.png   on your own, each a folder with its truth.json
"""
BATCH = """\b
Examples:
  form4 batch archive --out done                  every PDF and scan in a folder and below it
  form4 batch 'box*/*.tif' more.zip --out done    patterns and zip archives
  form4 batch --list files.txt --out done         the files a list names
  form4 batch s3://bucket/forms --out s3://bucket/done --engine ray --address auto
                                                  on a Ray cluster, from and to an object store
  form4 batch --status done                       how far it is
  form4 review done                               then, what there is to look at

Run it again after a stop: what is done is not done again.

\b
Exit codes:
  0  all extracted, every cell accepted   2  wrong options, or nowhere to write
  1  something to look at, or set aside   5  form4 itself failed
"""
