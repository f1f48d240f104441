"""Integer models of an assignment problem, solved whole."""
