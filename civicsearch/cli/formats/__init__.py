"""The forms in which results are written: one module a form, from values to text; none of them writes."""
