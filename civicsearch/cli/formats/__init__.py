"""Results laid out for reading: one module a form, from values to lines; none of them writes."""
