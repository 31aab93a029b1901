"""Commands that make what is generated: documents, knowledge, pictures."""
