"""Who a pronoun stands for: candidates without a parser, evidence, and the choice."""
