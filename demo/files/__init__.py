"""Makes the documents of the demonstration as bytes: the same input gives the same bytes.

`sets` gives whole packages; `concept`, `anti_risk`, `development`, `effective_mode`, `evidence`, `diagnosis`,
`spreadsheets`, `pictures` make single documents; `wrong` makes what must be refused. `paper` is the model of a
document, `docx` and `pdf` print it.
"""
