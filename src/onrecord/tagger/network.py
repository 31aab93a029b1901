"""Run the network: onnxruntime over two graphs, one window at a time.

A window is never padded or put beside another one, and every graph runs on one thread. What the network says of a window
therefore depends on nothing but the window; several cores are used by running windows of several reports side by side.
"""

from __future__ import annotations

import functools
import hashlib
import io
import json
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from onrecord.errors import ModelError
from onrecord.tagger.labels import LAYERS
from onrecord.tagger.pairs import Pairs
from onrecord.tagger.pieces import Pieces

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
FILES = ("reader.onnx", "linker.onnx", "embeddings.npz", "tokenizer.json")
_REINSTALL = "Install onrecord again, or build the weights with `python -m training.export`."


@dataclass(frozen=True, slots=True)
class Linked:
    """What the linker says of the spans of a window, as probabilities.

    Attributes:
        event: [S, 1 + labels]; factuality: [S, 4]; sector: [S, 1 + sectors]; realm: [S, 5]; harm: [S, 2].
        arcs: [A, relations] logits.
        contents: [cues, W, 3] log probabilities of outside, begin, inside.
    """

    event: Floats
    factuality: Floats
    sector: Floats
    realm: Floats
    harm: Floats
    arcs: Floats
    contents: Floats


class Network:
    """The weights, loaded once and shared by threads.

    Attributes:
        digest: SHA-256 over all files of the model.
        events: event labels (`CATEGORY` or `CATEGORY/mode`) in the order of the network's outputs after "none".
        sectors: sector codes likewise.
        thresholds: tuned on the passages kept aside; see the model card.
    """

    def __init__(self, folder: Traversable) -> None:
        facts, blobs = _read(folder)
        self.digest: str = facts["digest"]
        self.version: str = facts["version"]
        self.codebook: str = facts["codebook"]
        self.events: tuple[str, ...] = tuple(facts["events"])
        names = list(dict.fromkeys(label.partition("/")[0] for label in self.events))
        # For "no event" and each label the index of its category, as the network was trained.
        self.categories: Ints = np.asarray([0, *(names.index(x.partition("/")[0]) + 1 for x in self.events)])
        self.sectors: tuple[str, ...] = tuple(facts["sectors"])
        self.thresholds: dict[str, float] = facts["thresholds"]
        self.tokenizer = Tokenizer.from_str(blobs["tokenizer.json"].decode("utf-8"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self._table, self._scale = _embeddings(blobs["embeddings.npz"])
        self._reader = _session(blobs["reader.onnx"])
        self._linker = _session(blobs["linker.onnx"])

    def confidence(self, score: float) -> float:
        """How likely a trigger of this score is an event of its category: logistic, fitted on the passages kept aside."""
        slope, offset = self.thresholds.get("confidence_slope"), self.thresholds.get("confidence_offset")
        if slope is None or offset is None:
            return score
        inner = min(max(score, 1e-6), 1 - 1e-6)
        return float(1 / (1 + np.exp(-(slope * np.log(inner / (1 - inner)) + offset))))

    def read(self, pieces: Pieces) -> tuple[Floats, Floats]:
        """Word vectors [W, hidden] and log probabilities of tags [W, layers, 3] of one window."""
        embedded = self._table[pieces.ids].astype(np.float32) * self._scale[pieces.ids][:, None]
        feed = {
            "embedded": embedded[None], "features": pieces.features[None],
            "first": pieces.first[None], "last": pieces.last[None],
        }  # fmt: skip
        vectors, tags = self._reader.run(["vectors", "tags"], feed)
        return vectors[0], log_softmax(tags[0].reshape(len(pieces.first), len(LAYERS), 3))

    def link(
        self, vectors: Floats, spans: tuple[Ints, Ints, Ints], pairs: Pairs, cues: tuple[Ints, Ints, Ints]
    ) -> Linked:
        """Classes, arcs and contents of the spans (kind, start, end) of one window; at least one span."""
        kind, start, end = spans
        cue, cue_word, cue_distance = cues
        feed: dict[str, Any] = {
            "words": vectors, "start": start, "end": end, "kind": kind,
            "a": pairs.a, "b": pairs.b, "low": pairs.low, "high": pairs.high, "distance": pairs.distance, "types": pairs.types,
            "cue": cue, "cue_word": cue_word, "cue_distance": cue_distance,
        }  # fmt: skip
        # A graph takes no empty lists: a pair or cue that stands for none is fed and dropped again.
        no_pairs, no_cues = len(pairs.a) == 0, len(cue) == 0
        zero = np.zeros(1, dtype=np.int64)
        if no_pairs:
            feed |= dict.fromkeys(("a", "b", "low", "high", "distance", "types"), zero)
        if no_cues:
            feed |= dict.fromkeys(("cue", "cue_word", "cue_distance"), zero)
        event, factuality, sector, realm, harm, arcs, contents = self._linker.run(None, feed)
        width = len(vectors)
        return Linked(
            softmax(event), softmax(factuality), softmax(sector), softmax(realm), sigmoid(harm),
            arcs[:0] if no_pairs else arcs,
            log_softmax(contents[:0] if no_cues else contents).reshape(-1, width, 3),
        )  # fmt: skip


@functools.cache
def load_network() -> Network:
    """The network that ships with the package; raises ModelError where its files are missing or damaged."""
    return Network(resources.files("onrecord.tagger"))


def softmax(logits: Floats) -> Floats:
    """Probabilities over the last axis."""
    return np.exp(log_softmax(logits))


def log_softmax(logits: Floats) -> Floats:
    """Log probabilities over the last axis."""
    shifted = logits - logits.max(-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(-1, keepdims=True)), dtype=np.float32)


def sigmoid(logits: Floats) -> Floats:
    """Probabilities of independent yes-no questions."""
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -60, 60))), dtype=np.float32)


def _read(folder: Traversable) -> tuple[dict[str, Any], dict[str, bytes]]:
    try:
        facts = json.loads(folder.joinpath("model.json").read_text(encoding="utf-8"))
        blobs = {name: folder.joinpath(name).read_bytes() for name in FILES}
    except (OSError, json.JSONDecodeError) as fault:
        raise ModelError(f"the tagger's weights cannot be read: {fault}", _REINSTALL) from fault
    for name, blob in blobs.items():
        if hashlib.sha256(blob).hexdigest() != facts["files"].get(name):
            raise ModelError(f"the tagger's file {name} is damaged or of another version", _REINSTALL)
    return facts, blobs


def _embeddings(blob: bytes) -> tuple[NDArray[np.int8], Floats]:
    """The word-piece embeddings: one signed byte a value and one scale a row."""
    with np.load(io.BytesIO(blob), allow_pickle=False) as arrays:
        return arrays["table"], arrays["scale"].astype(np.float32)


def _session(blob: bytes) -> onnxruntime.InferenceSession:
    # It may have been imported before us, when it had not been told to keep quiet.
    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.use_deterministic_compute = True
    try:
        return onnxruntime.InferenceSession(blob, options, providers=["CPUExecutionProvider"])
    except Exception as fault:  # onnxruntime raises classes of its own that share no public base
        raise ModelError(f"onnxruntime does not load the weights: {fault}", _REINSTALL) from fault
