"""Office files made from frozen data: no HTTP, no models, no Flask.

`contents` says what a document holds, the renderers (`pdf`, `docx`, `xlsx`, `bundle`) say how it looks.
"""
