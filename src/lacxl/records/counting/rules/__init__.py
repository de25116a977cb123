"""The rules of the indicators: a function each, in the words of docs/definitions.md."""
