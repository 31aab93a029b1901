"""Write trained weights as the files that the package runs on: two ONNX graphs, byte-sized embeddings, facts.

    python -m training.export training/runs/name [--into src/onrecord/tagger]

Weights of the graphs are stored in half precision and computed in single precision.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from safetensors.torch import load_file
from torch import Tensor, nn

from onrecord.tagger.network import FILES
from training.card import model_card
from training.network import Linker, Reader, Shape, Tagger, running_sums
from training.train import encoder_folder

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "onrecord" / "tagger"
# Fewer elements than this stay in single precision: they cost nothing and norms and biases matter most.
SMALL = 4096


class ReaderGraph(nn.Module):
    """The reader for one unpadded window."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, embedded: Tensor, features: Tensor, first: Tensor, last: Tensor) -> tuple[Tensor, Tensor]:
        vectors, tags = self.reader(embedded, features, first, last, None)
        return vectors, tags.flatten(2)


class LinkerGraph(nn.Module):
    """The linker for the spans, pairs and cues of one window."""

    def __init__(self, linker: Linker) -> None:
        super().__init__()
        self.linker = linker

    def forward(
        self, words: Tensor, start: Tensor, end: Tensor, kind: Tensor, a: Tensor, b: Tensor, low: Tensor, high: Tensor,
        distance: Tensor, types: Tensor, cue: Tensor, cue_word: Tensor, cue_distance: Tensor,
    ) -> tuple[Tensor, ...]:  # fmt: skip
        sums = running_sums(words)
        spans = self.linker.spans(words, sums, start, end, kind)
        arcs = self.linker.pairs(self.linker.mixed(spans, start, None), sums, low, high, a, b, distance, types)
        contents = self.linker.contents(words, spans, cue, cue_word, cue_distance)
        return (*self.linker.classes(spans), arcs, contents)


def export(run: Path, into: Path, version: str) -> None:
    """Write the package's model files from the folder of a training run."""
    facts = json.loads((run / "run.json").read_text())
    shape = Shape(**{**facts["shape"], "categories": tuple(facts["shape"]["categories"])})
    network = Tagger(shape)
    network.load_state_dict(load_file(str(run / "weights.safetensors")))
    network.eval()
    into.mkdir(parents=True, exist_ok=True)
    _export_reader(network.reader, shape, into / "reader.onnx")
    _export_linker(network.linker, shape, into / "linker.onnx")
    for name in ("reader.onnx", "linker.onnx"):
        halve(into / name)
    _export_embeddings(network.reader.words.weight.detach().numpy(), into / "embeddings.npz")
    shutil.copyfile(encoder_folder() / "tokenizer.json", into / "tokenizer.json")
    digest = _write_facts(facts, into, version)
    (into / "MODEL_CARD.md").write_text(model_card(facts, version, digest), encoding="utf-8")


def _export_reader(reader: Reader, shape: Shape, path: Path) -> None:
    pieces, words = 9, 5
    index = torch.arange(words)[None] + 1
    sample = (torch.randn(1, pieces, shape.hidden), torch.zeros(1, pieces, dtype=torch.int64), index, index + 1)
    torch.onnx.export(
        ReaderGraph(reader), sample, str(path), dynamo=False, opset_version=17,
        input_names=["embedded", "features", "first", "last"], output_names=["vectors", "tags"],
        dynamic_axes={"embedded": {1: "pieces"}, "features": {1: "pieces"}, "first": {1: "words"}, "last": {1: "words"},
                      "vectors": {1: "words"}, "tags": {1: "words"}},
    )  # fmt: skip


def _export_linker(linker: Linker, shape: Shape, path: Path) -> None:
    ints = {name: torch.zeros(size, dtype=torch.int64) for name, size in
            {"start": 3, "end": 3, "kind": 3, "a": 4, "b": 4, "low": 4, "high": 4, "distance": 4, "types": 4,
             "cue": 5, "cue_word": 5, "cue_distance": 5}.items()}  # fmt: skip
    ints["end"] += 1
    axes = {name: {0: "spans" if len(v) == 3 else "pairs" if len(v) == 4 else "cues"} for name, v in ints.items()}
    outputs = ["event", "factuality", "sector", "realm", "harm", "arcs", "contents"]
    axes |= {name: {0: "spans"} for name in outputs[:5]} | {
        "arcs": {0: "pairs"},
        "contents": {0: "cues"},
        "words": {0: "words"},
    }
    torch.onnx.export(
        LinkerGraph(linker), (torch.randn(6, shape.hidden), *ints.values()), str(path), dynamo=False, opset_version=17,
        input_names=["words", *ints], output_names=outputs, dynamic_axes=axes,
    )  # fmt: skip


def halve(path: Path) -> None:
    """Store the large weights of a graph in half precision, each cast back to single before its use."""
    model = onnx.load(str(path))
    graph = model.graph
    casts = []
    for weight in graph.initializer:
        array = numpy_helper.to_array(weight)
        if weight.data_type != TensorProto.FLOAT or array.size < SMALL:
            continue
        name = weight.name
        weight.CopyFrom(numpy_helper.from_array(array.astype(np.float16), f"{name}.half"))
        casts.append(helper.make_node("Cast", [f"{name}.half"], [name], to=TensorProto.FLOAT, name=f"{name}.cast"))
    for place, node in enumerate(casts):
        graph.node.insert(place, node)
    onnx.checker.check_model(model)
    # Names of source files and the like would make the bytes depend on the machine.
    for node in graph.node:
        node.ClearField("doc_string")
    model.ClearField("doc_string")
    path.write_bytes(model.SerializeToString(deterministic=True))


def _export_embeddings(table: np.ndarray, path: Path) -> None:
    scale = np.abs(table).max(1) / 127
    scale[scale == 0] = 1
    scale = scale.astype(np.float32)
    rounded = np.clip(np.rint(table / scale[:, None]), -127, 127).astype(np.int8)
    with path.open("wb") as handle:
        np.savez(handle, table=rounded, scale=scale)


def _write_facts(facts: dict[str, Any], into: Path, version: str) -> str:
    """Write model.json; returns the digest over all files. Thresholds tuned before are kept."""
    files = {name: hashlib.sha256((into / name).read_bytes()).hexdigest() for name in FILES}
    path = into / "model.json"
    thresholds = json.loads(path.read_text())["thresholds"] if path.exists() else {"trigger": 0.0, "event": 0.5}
    digest = hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()
    card = {"version": version, "digest": digest, "files": files, "thresholds": thresholds, "codebook": facts["codebook"],
            "events": facts["events"], "sectors": facts["sectors"], "shape": facts["shape"]}  # fmt: skip
    path.write_text(json.dumps(card, indent=1) + "\n")
    return digest


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path)
    parser.add_argument("--into", type=Path, default=PACKAGE)
    parser.add_argument("--version", default="1")
    options = parser.parse_args()
    export(options.run, options.into, options.version)


if __name__ == "__main__":
    main()
