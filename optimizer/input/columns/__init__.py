"""What the columns of people's tables mean, whatever they are called."""

from optimizer.input.columns.choices import ReadingChoices
from optimizer.input.columns.headings import fold_heading, table_of
from optimizer.input.columns.matching import MatchedColumns, match_columns

__all__ = ["MatchedColumns", "ReadingChoices", "fold_heading", "match_columns", "table_of"]
