//! What only an engine outside can do: be slow, be full, lose its index, be written by two.
