"""Files for the field and the office: lists of persons, choices of forms, tables with points."""
