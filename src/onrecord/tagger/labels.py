"""The tagger's label inventories, in the order of the network's outputs."""

from __future__ import annotations

from onrecord.codebook.load import FACTUALITY

# Layers of spans, each tagged on its own so that they may nest: mention, event trigger, place, date, cue, certainty
# word, count, furniture. The letters are those of the markup.
LAYERS = ("m", "e", "p", "d", "c", "n", "k", "x")
# Layers whose spans are pooled and classified; furniture is a layer only.
POOLED = ("m", "e", "p", "d", "c", "n", "k")
# Labels of one word in a layer.
OUTSIDE, BEGIN, INSIDE = range(3)

REALMS = ("none", "state", "IGO", "NGO", "INT")
NO_SECTOR = "-"

# Arcs between two spans: name, layer of the first, layers of the second.
RELATIONS: tuple[tuple[str, str, str], ...] = (
    ("actor", "e", "m"),
    ("recipient", "e", "m"),
    ("at", "e", "pm"),
    ("on", "e", "d"),
    ("by", "c", "m"),
    ("certainty", "n", "e"),
    ("touches", "c", "e"),
    ("count", "k", "e"),
    ("antecedent", "m", "m"),
    ("whole", "m", "m"),
    ("same", "e", "e"),
    # What tells the country of a mention whose words do not: "police" after "the Kenyan government", "in Nairobi".
    ("setting", "m", "mp"),
)
RELATION_INDEX = {name: index for index, (name, _, _) in enumerate(RELATIONS)}
# Relations in which each first span has at most one partner: scored as a choice against "none".
CHOICES = ("certainty", "count", "antecedent", "whole", "same", "setting")
# Pairs farther apart than the last bound fall into the last bucket. Signed, in words.
DISTANCE_BOUNDS = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 160)
DISTANCE_BUCKETS = 2 * len(DISTANCE_BOUNDS) + 1

__all__ = [
    "BEGIN",
    "CHOICES",
    "DISTANCE_BOUNDS",
    "DISTANCE_BUCKETS",
    "FACTUALITY",
    "INSIDE",
    "LAYERS",
    "NO_SECTOR",
    "OUTSIDE",
    "POOLED",
    "REALMS",
    "RELATIONS",
    "RELATION_INDEX",
]
