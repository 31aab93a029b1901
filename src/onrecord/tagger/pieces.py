"""Words to word pieces, with the piece range of each word and the feature index of each piece."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from onrecord.errors import ModelError
from onrecord.tagger.words import BREAKS, Word

# A word that the vocabulary shatters into more pieces than this is cut: it is noise, and must not eat the window.
MAX_PIECES = 12
# Characters of a word that the vocabulary sees; it knows no word of more than 100, but takes 400 bytes for each that it is given.
MAX_LETTERS = 1_000


@dataclass(frozen=True, slots=True)
class Pieces:
    """Word pieces of a stretch of words, the frame pieces [CLS] and [SEP] included.

    Attributes:
        ids: [P] vocabulary indices.
        features: [P] index of shape, quotation and gap.
        first, last: [W] first and last piece of each word.
    """

    ids: NDArray[np.int64]
    features: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]


def feature(word: Word) -> int:
    """The index of a word's shape, quotation and gap in the network's feature table."""
    return (word.shape * 2 + word.quoted) * len(BREAKS) + word.gap


def split_pieces(words: Sequence[Word], tokenizer: Tokenizer) -> list[list[int]]:
    """Vocabulary indices of the pieces of each word, at least one a word."""
    unknown = _piece("[UNK]", tokenizer)
    texts = [word.text[:MAX_LETTERS] for word in words]
    encodings = tokenizer.encode_batch(texts, add_special_tokens=False) if words else []
    return [encoding.ids[:MAX_PIECES] or [unknown] for encoding in encodings]


def join_pieces(words: Sequence[Word], pieces: Sequence[Sequence[int]], tokenizer: Tokenizer) -> Pieces:
    """The pieces of a window of words as arrays."""
    begin, end = (_piece(name, tokenizer) for name in ("[CLS]", "[SEP]"))
    ids, features = [begin], [0]
    first: list[int] = []
    last: list[int] = []
    for word, own in zip(words, pieces, strict=True):
        first.append(len(ids))
        ids.extend(own)
        last.append(len(ids) - 1)
        features.extend([feature(word)] * len(own))
    ids.append(end)
    features.append(0)
    return Pieces(*(np.asarray(part, dtype=np.int64) for part in (ids, features, first, last)))


def _piece(name: str, tokenizer: Tokenizer) -> int:
    index = tokenizer.token_to_id(name)
    if index is None:
        raise ModelError(f"the vocabulary lacks {name}", "Install onrecord again.")
    return int(index)


def encode_words(words: Sequence[Word], tokenizer: Tokenizer) -> Pieces:
    """The pieces of words as arrays."""
    return join_pieces(words, split_pieces(words, tokenizer), tokenizer)
