"""Why a household is unserved, what the village is in one word, and what else would help."""
