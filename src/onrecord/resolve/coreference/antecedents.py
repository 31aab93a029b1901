"""The tagger's mentions with the antecedents that the pronoun resolver adds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.model import Mention, Span, Tagging
from onrecord.resolve.coreference.pronouns import Link

# A link that has less of the evidence than this is left out: unknown is better than wrong.
LEAST = 0.5


def with_antecedents(tagging: Tagging, links: Sequence[Link], least: float = LEAST) -> Tagging:
    """A tagging whose pronouns point at those whom they stand for.

    A pronoun for which the tagger gives no antecedent, or one that gender and number forbid, takes that of its link; a mention
    that begins with a possessive ("its troops") and is part of no whole becomes a part of whom the possessive stands for.
    Where the one meant is no mention, the words that name it are added as one, after all others.

    Args:
        tagging: what the tagger found; its own indices keep their meaning.
        links: the resolved pronouns.
        least: probability from which a link counts, 0 to 1.
    """
    by_start = {link.pronoun.start: link for link in links}
    mentions = list(tagging.mentions)
    added: dict[Span, int] = {}
    for number, mention in enumerate(tagging.mentions):
        link = by_start.get(mention.span.start)
        if link is None or link.probability < least:
            continue
        if mention.span == link.pronoun:
            if mention.antecedent is None or link.overrules:
                mentions[number] = replace(mention, antecedent=_target(link, number, mentions, added))
        elif mention.whole is None and mention.antecedent is None:
            mentions[number] = replace(mention, whole=_target(link, number, mentions, added))
    return replace(tagging, mentions=tuple(mentions))


def _target(link: Link, number: int, mentions: list[Mention], added: dict[Span, int]) -> int:
    """The mention of the one meant that stands nearest before, else the first after; else its words as a new mention."""
    before = [index for index in link.mentions if index < number]
    others = [index for index in link.mentions if index != number]
    if others:
        return before[-1] if before else others[0]
    if link.antecedent not in added:
        added[link.antecedent] = len(mentions)
        mentions.append(Mention(link.antecedent, realm="none"))
    return added[link.antecedent]
