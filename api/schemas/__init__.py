"""Bodies of the API, as the OpenAPI file describes them."""
