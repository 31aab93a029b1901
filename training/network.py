"""The tagger's network in torch: a small BERT encoder that answers for words, and heads for spans, arcs and contents.

Two stages, exported as two graphs. `Reader` turns word pieces into one vector a word and tags every layer.
`Linker` takes spans found in the layers, classifies them, scores arcs between them and the words that a cue attributes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from onrecord.tagger.labels import DISTANCE_BUCKETS, FACTUALITY, LAYERS, POOLED, REALMS, RELATIONS
from onrecord.tagger.words import BREAKS, SHAPES


@dataclass(frozen=True)
class Shape:
    """Sizes of the network.

    Attributes:
        categories: for each event label, "none" first, the index of its category; `CATEGORY/mode` shares that of `CATEGORY`.
        sectors: how many sectors there are, "none" included.
    """

    categories: tuple[int, ...]
    sectors: int
    hidden: int = 384
    layers: int = 6
    heads: int = 12
    feed: int = 1536
    vocabulary: int = 30522
    positions: int = 512
    span: int = 256
    pair: int = 192
    mixers: int = 2
    mixer_heads: int = 4
    dropout: float = 0.1


class Dropout(nn.Module):
    """Dropout whose masks are stretches of one long random mask, drawn once.

    Drawing a fresh mask each time takes more than a third of a training step on a processor; where a stretch begins is
    random enough. Seeded by torch's own generator.
    """

    pool: Tensor

    def __init__(self, share: float, size: int = 1 << 23) -> None:
        super().__init__()
        self.share = share
        keep = (torch.rand(size, generator=torch.Generator().manual_seed(0)) >= share).float() / (1 - share)
        self.register_buffer("pool", keep, persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or self.share == 0:
            return x
        room = self.pool.numel() - x.numel()
        if room < 0:
            return F.dropout(x, self.share)
        start = int(torch.randint(0, room + 1, ()))
        return x * self.pool[start : start + x.numel()].view(x.shape)


class Block(nn.Module):
    """One transformer layer, normalised after each part, as BERT has it."""

    def __init__(self, shape: Shape, drop: Dropout) -> None:
        super().__init__()
        self.heads = shape.heads
        self.query = nn.Linear(shape.hidden, shape.hidden)
        self.key = nn.Linear(shape.hidden, shape.hidden)
        self.value = nn.Linear(shape.hidden, shape.hidden)
        self.out = nn.Linear(shape.hidden, shape.hidden)
        self.norm_attention = nn.LayerNorm(shape.hidden, eps=1e-12)
        self.up = nn.Linear(shape.hidden, shape.feed)
        self.down = nn.Linear(shape.feed, shape.hidden)
        self.norm_feed = nn.LayerNorm(shape.hidden, eps=1e-12)
        self.drop = drop

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """x: [B, P, hidden]; mask: [B, 1, 1, P], true where there is a piece."""
        b, p, h = x.shape
        q, k, v = (
            f(x).view(b, p, self.heads, h // self.heads).transpose(1, 2) for f in (self.query, self.key, self.value)
        )
        if mask is None:
            weights = torch.softmax(q @ k.transpose(2, 3) * (h // self.heads) ** -0.5, -1)
            mixed = weights @ v
        else:
            mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        x = self.norm_attention(x + self.drop(self.out(mixed.transpose(1, 2).reshape(b, p, h))))
        return self.norm_feed(x + self.drop(self.down(F.gelu(self.up(x)))))


class Reader(nn.Module):
    """Word pieces to word vectors and layer tags."""

    def __init__(self, shape: Shape, drop: Dropout) -> None:
        super().__init__()
        self.shape = shape
        self.words = nn.Embedding(shape.vocabulary, shape.hidden)
        self.positions = nn.Embedding(shape.positions, shape.hidden)
        self.types = nn.Embedding(2, shape.hidden)
        self.features = nn.Embedding(len(SHAPES) * 2 * len(BREAKS), shape.hidden)
        nn.init.zeros_(self.features.weight)
        self.norm = nn.LayerNorm(shape.hidden, eps=1e-12)
        self.drop = drop
        self.blocks = nn.ModuleList(Block(shape, drop) for _ in range(shape.layers))
        self.tags = nn.Sequential(
            drop, nn.Linear(shape.hidden, shape.hidden), nn.GELU(), drop,
            nn.Linear(shape.hidden, len(LAYERS) * 3),
        )  # fmt: skip

    def forward(
        self, embedded: Tensor, features: Tensor, first: Tensor, last: Tensor, mask: Tensor | None
    ) -> tuple[Tensor, Tensor]:
        """Encode.

        Args:
            embedded: [B, P, hidden] word-piece embeddings.
            features: [B, P] index of shape, quotation and gap of the word that a piece belongs to.
            first, last: [B, W] first and last piece of each word.
            mask: [B, P] true where there is a piece, or None for one unpadded window.

        Returns:
            [B, W, hidden] word vectors and [B, W, layers, 3] tag logits.
        """
        b, p, h = embedded.shape
        x = embedded + self.positions.weight[:p] + self.types.weight[0] + self.features(features)
        x = self.drop(self.norm(x))
        attend = None if mask is None else mask[:, None, None, :]
        for block in self.blocks:
            x = block(x, attend)
        w = first.shape[1]
        at_first = x.gather(1, first[:, :, None].expand(b, w, h))
        at_last = x.gather(1, last[:, :, None].expand(b, w, h))
        vectors = (at_first + at_last) * 0.5
        return vectors, self.tags(vectors).view(b, w, len(LAYERS), 3)


class Mixer(nn.Module):
    """Lets the spans of a window see each other before arcs are scored: who else could be meant, and what else happens.

    A pre-norm transformer over span vectors whose parts begin as zero, so that training starts from spans on their own.
    """

    def __init__(self, size: int, heads: int, drop: Dropout) -> None:
        super().__init__()
        self.heads = heads
        self.norm_attention, self.norm_feed = nn.LayerNorm(size), nn.LayerNorm(size)
        self.inner = nn.Linear(size, 3 * size)
        self.out = nn.Linear(size, size)
        self.up, self.down = nn.Linear(size, 2 * size), nn.Linear(2 * size, size)
        for last in (self.out, self.down):
            nn.init.zeros_(last.weight)
            nn.init.zeros_(last.bias)
        self.drop = drop

    def forward(self, x: Tensor, apart: Tensor | None) -> Tensor:
        """x: [S, size]; apart: [S, S], a large negative number where two spans lie in different windows, else 0."""
        s, size = x.shape
        parts = self.inner(self.norm_attention(x)).view(s, 3, self.heads, size // self.heads)
        q, k, v = (parts[:, index].transpose(0, 1) for index in range(3))
        scores = q @ k.transpose(1, 2) * (size // self.heads) ** -0.5
        weights = torch.softmax(scores if apart is None else scores + apart, -1)
        x = x + self.drop(self.out((weights @ v).transpose(0, 1).reshape(s, size)))
        return x + self.drop(self.down(F.gelu(self.up(self.norm_feed(x)))))


class Linker(nn.Module):
    """Span vectors, their classes, arcs between them, and the contents of cues. Works on flattened words of all windows."""

    def __init__(self, shape: Shape, drop: Dropout) -> None:
        super().__init__()
        self.shape = shape
        self.pool = nn.Linear(3 * shape.hidden, shape.span)
        self.kind = nn.Embedding(len(POOLED), shape.span)
        self.width = nn.Embedding(8, shape.span)
        self.norm = nn.LayerNorm(shape.span)
        self.drop = drop
        self.category = self._head(max(shape.categories) + 1)
        self.label = self._head(len(shape.categories))
        self.register_buffer("category_of", torch.tensor(shape.categories), persistent=False)
        self.factuality = self._head(len(FACTUALITY))
        self.sector = self._head(shape.sectors)
        self.realm = self._head(len(REALMS))
        self.harm = self._head(2)
        self.mixers = nn.ModuleList(Mixer(shape.span, shape.mixer_heads, drop) for _ in range(shape.mixers))
        rates = torch.exp(torch.arange(shape.span // 2) * (-math.log(2000.0) / (shape.span // 2)))
        self.register_buffer("rates", rates, persistent=False)
        self.place = nn.Linear(shape.span, shape.span, bias=False)
        self.left = nn.Linear(shape.span, 2 * shape.pair)
        self.right = nn.Linear(shape.span, 2 * shape.pair)
        self.distance = nn.Embedding(DISTANCE_BUCKETS, shape.pair)
        self.types = nn.Embedding(len(POOLED) ** 2, shape.pair)
        self.between = nn.Linear(shape.hidden, shape.pair, bias=False)
        self.arc_mix = nn.Linear(shape.pair, shape.pair)
        self.arcs = nn.Linear(shape.pair, len(RELATIONS))
        self.cue = nn.Linear(shape.span, 2 * shape.pair)
        self.word = nn.Linear(shape.hidden, 2 * shape.pair)
        self.cue_distance = nn.Embedding(DISTANCE_BUCKETS, shape.pair)
        self.content_mix = nn.Linear(shape.pair, shape.pair)
        self.content = nn.Linear(shape.pair, 3)

    def _head(self, size: int) -> nn.Sequential:
        shape = self.shape
        return nn.Sequential(nn.Linear(shape.span, shape.span), nn.GELU(), self.drop, nn.Linear(shape.span, size))

    def event(self, spans: Tensor) -> Tensor:
        """[S, labels] logits: what speaks for the category, and what for the label within it."""
        return torch.index_select(self.category(spans), 1, self.category_of) + self.label(spans)

    def spans(self, words: Tensor, sums: Tensor, start: Tensor, end: Tensor, kind: Tensor) -> Tensor:
        """[S, span] vectors. words: [N, hidden]; sums: [N + 1, hidden] running sums; start, end: [S], half open; kind: [S]."""
        width = (end - start)[:, None]
        mean = (pick(sums, end) - pick(sums, start)) / width.to(words.dtype)
        pooled = self.pool(torch.cat([pick(words, start), pick(words, end - 1), mean], 1))
        size = self.width(torch.clamp(end - start, max=8) - 1)
        return self.norm(F.gelu(pooled) + self.kind(kind) + size)

    def classes(self, spans: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """Logits of event label, factuality, sector, realm and harm (killed, injured) for every span."""
        x = self.drop(spans)
        return self.event(x), self.factuality(x), self.sector(x), self.realm(x), self.harm(x)

    def mixed(self, spans: Tensor, place: Tensor, apart: Tensor | None) -> Tensor:
        """[S, span] vectors of spans that have seen the others of their window. place: [S] word of its window that a span starts at."""
        angles = place.to(spans.dtype)[:, None] * self.rates
        x = spans + self.place(torch.cat([torch.sin(angles), torch.cos(angles)], 1))
        for mixer in self.mixers:
            x = mixer(x, apart)
        return x

    def pairs(
        self,
        spans: Tensor,
        sums: Tensor,
        low: Tensor,
        high: Tensor,
        a: Tensor,
        b: Tensor,
        distance: Tensor,
        types: Tensor,
    ) -> Tensor:
        """[A, relations] logits of arcs between mixed spans.

        Args:
            a, b: [A] indices of spans.
            low, high: [A] the words between them.
            distance, types: [A] indices of the distance's bucket and of the two layers.
        """
        spans = self.drop(spans)
        left, right = self.left(spans), self.right(spans)
        size = self.shape.pair
        # The mean of the words between, projected: a difference of two projected sums, so that no pair needs a product.
        along = F.linear(sums, self.between.weight)
        width = torch.clamp(high - low, min=1)[:, None].to(sums.dtype)
        between = (pick(along, high) - pick(along, low)) / width
        first, second = pick(left, a), pick(right, b)
        mixed = first[:, :size] + second[:, :size] + first[:, size:] * second[:, size:]
        mixed = F.gelu(mixed + between + self.distance(distance) + self.types(types))
        return self.arcs(self.drop(F.gelu(self.arc_mix(self.drop(mixed)))))

    def contents(self, words: Tensor, spans: Tensor, cue: Tensor, word: Tensor, distance: Tensor) -> Tensor:
        """[C, 3] logits of outside, begin, inside for pairs of a cue (index of its span) and a word (index)."""
        size = self.shape.pair
        left, right = self.cue(self.drop(spans)), self.word(self.drop(words))
        first, second = pick(left, cue), pick(right, word)
        mixed = first[:, :size] + second[:, :size] + first[:, size:] * second[:, size:]
        mixed = F.gelu(mixed + self.cue_distance(distance))
        return self.content(self.drop(F.gelu(self.content_mix(mixed))))


def pick(table: Tensor, rows: Tensor) -> Tensor:
    """Rows of a table; unlike indexing, its gradient is summed in parallel."""
    return torch.index_select(table, 0, rows)


def running_sums(words: Tensor) -> Tensor:
    """[N + 1, hidden] sums of all words before each; the mean of a stretch is a difference of two of them."""
    return torch.cat([torch.zeros_like(words[:1]), torch.cumsum(words, 0)], 0)


class Tagger(nn.Module):
    """Reader and linker together."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        drop = Dropout(shape.dropout)
        self.reader = Reader(shape, drop)
        self.linker = Linker(shape, drop)


def load_encoder(reader: Reader, weights: dict[str, Tensor]) -> None:
    """Copy the published MiniLM weights (BERT names) into a reader; raises KeyError where one is missing."""
    prefix = "" if "embeddings.word_embeddings.weight" in weights else "bert."
    own: dict[str, Tensor] = {
        "words.weight": weights[f"{prefix}embeddings.word_embeddings.weight"],
        "positions.weight": weights[f"{prefix}embeddings.position_embeddings.weight"],
        "types.weight": weights[f"{prefix}embeddings.token_type_embeddings.weight"],
    }
    names = {
        "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
        "out": "attention.output.dense", "norm_attention": "attention.output.LayerNorm",
        "up": "intermediate.dense", "down": "output.dense", "norm_feed": "output.LayerNorm",
    }  # fmt: skip
    for part in ("weight", "bias"):
        own[f"norm.{part}"] = weights[f"{prefix}embeddings.LayerNorm.{part}"]
        for layer in range(reader.shape.layers):
            for ours, theirs in names.items():
                own[f"blocks.{layer}.{ours}.{part}"] = weights[f"{prefix}encoder.layer.{layer}.{theirs}.{part}"]
    missing, unexpected = reader.load_state_dict(own, strict=False)
    if unexpected or any(not name.startswith(("features.", "tags.")) for name in missing):
        raise KeyError(f"the encoder's weights do not fit: {missing[:3]} {unexpected[:3]}")
