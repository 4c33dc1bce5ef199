"""The forms in which data is written: one module a form, from values to text; none of them writes."""
