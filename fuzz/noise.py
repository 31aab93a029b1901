"""A network of noise: score arrays of the right shapes and any values, to try the decoder and the resolvers with."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from onrecord.tagger.labels import FACTUALITY, LAYERS, REALMS, RELATIONS
from onrecord.tagger.network import Linked, Network, log_softmax, sigmoid, softmax
from onrecord.tagger.pairs import Pairs
from onrecord.tagger.pieces import Pieces

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
HIDDEN = 4


@dataclass
class Noise(Network):
    """Answers every window with noise drawn from a seed, and has everything else from the weights of the package.

    Attributes:
        seed: what the noise is drawn from; the same seed and text give the same answers.
        spans: added to the scores of a word's being outside any span: the higher, the fewer spans. -8 marks all words.
        arcs: added to the scores of arcs: the higher, the more arcs.
        scale: spread of the scores.
    """

    real: Network
    seed: int
    spans: float = 0.0
    arcs: float = 0.0
    scale: float = 3.0
    _draws: np.random.Generator = field(init=False)

    def __post_init__(self) -> None:
        for name in ("digest", "version", "codebook", "events", "categories", "sectors", "thresholds", "tokenizer"):
            setattr(self, name, getattr(self.real, name))
        self._draws = np.random.default_rng(self.seed)

    def _scores(self, *shape: int) -> Floats:
        return (self._draws.standard_normal(shape) * self.scale).astype(np.float32)

    def read(self, pieces: Pieces) -> tuple[Floats, Floats]:
        """Vectors of zeros and random log probabilities of tags."""
        words = len(pieces.first)
        tags = self._scores(words, len(LAYERS), 3)
        tags[:, :, 0] += self.spans
        return np.zeros((words, HIDDEN), dtype=np.float32), log_softmax(tags)

    def link(
        self, vectors: Floats, spans: tuple[Ints, Ints, Ints], pairs: Pairs, cues: tuple[Ints, Ints, Ints]
    ) -> Linked:
        """Random classes, arcs and contents."""
        count, words = len(spans[0]), len(vectors)
        return Linked(
            softmax(self._scores(count, 1 + len(self.events))),
            softmax(self._scores(count, len(FACTUALITY))),
            softmax(self._scores(count, 1 + len(self.sectors))),
            softmax(self._scores(count, len(REALMS))),
            sigmoid(self._scores(count, 2)),
            self._scores(len(pairs.a), len({name for name, _, _ in RELATIONS})) + np.float32(self.arcs),
            log_softmax(self._scores(len(cues[0]) // words if words else 0, words, 3)),
        )
