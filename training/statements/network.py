"""The network: MiniLM with casing and quotation embeddings, an anchor head, and a role head for each anchor."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from transformers import AutoModel

from onrecord.reading.pieces import CASINGS, QUOTINGS

REACH = 144
"""Pieces on either side of an anchor whose roles are decided."""
ROLE_WIDTH = 128
CHUNKS = (64, 64, 128, 128)
"""Pieces that attend to one another, layer by layer."""
BUCKETS = 48
SYNTAX_WIDTH, ARC_WIDTH = 256, 96
MIDDLE = 2
"""The layer after which syntax is read off too, beside the last one."""
FAR = 31
"""Tokens between a token and its head from which on a distance counts as far."""


def distance_bucket(distance: Tensor) -> Tensor:
    """Bucket signed distances: exact up to 8, then by powers of two."""
    size = distance.abs()
    far = 8 + (torch.log2(size.clamp(min=8).float() / 8) * 3.5).long()
    bucket = torch.where(size < 8, size, far).clamp(max=BUCKETS // 2 - 1)
    return torch.where(distance < 0, bucket + BUCKETS // 2, bucket)


class Attention(torch.autograd.Function):
    """Attention that is exported as ONNX Runtime's own fused operator."""

    @staticmethod
    def forward(ctx: Any, query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None, heads: int) -> Tensor:
        """Attend in PyTorch: query, key and value are [groups, pieces, width], ``mask`` [groups, pieces] or none."""
        return attend(query, key, value, None if mask is None else absent(mask), heads)

    @staticmethod
    def symbolic(graph: Any, query: Any, key: Any, value: Any, mask: Any, heads: int) -> Any:
        """Write the operator; without a mask it takes a tenth less time."""
        nothing = graph.op("prim::Constant")
        nothing.setType(torch._C.OptionalType.ofTensor())
        given = [query, key, value] if mask is None else [query, key, value, nothing, mask]
        fused = graph.op("com.microsoft::MultiHeadAttention", *given, num_heads_i=heads)
        fused.setType(query.type())
        return fused


def absent(mask: Tensor) -> Tensor:
    """Return what blocks the pieces that there are not, as attention adds it."""
    return ((1.0 - mask.float()) * -1e4)[:, None, None]


def attend(
    query: Tensor, key: Tensor, value: Tensor, blocked: Tensor | None, heads: int, drop: float = 0.0
) -> Tensor:
    """Return scaled dot-product attention of ``heads`` heads; ``blocked`` is added to the scores."""
    groups, pieces, width = query.shape
    shape = (groups, pieces, heads, width // heads)
    query, key, value = (one.view(shape).transpose(1, 2) for one in (query, key, value))
    blocked = None if blocked is None else blocked.to(query.dtype)
    mixed = nn.functional.scaled_dot_product_attention(query, key, value, attn_mask=blocked, dropout_p=drop)
    return mixed.transpose(1, 2).reshape(groups, pieces, width)


class Encoder(nn.Module):
    """Word pieces, casing and quotation marks to hidden states, and from them how likely each piece is an anchor.

    Each layer attends within chunks of ``CHUNKS`` pieces, every other layer in chunks moved by half of one (as the
    shifted windows of Liu et al. 2021): what a chunk's edge hides from one layer the next one sees.
    """

    def __init__(self, weights: str, layers: int = len(CHUNKS)) -> None:
        super().__init__()
        self.body: Any = AutoModel.from_pretrained(weights, add_pooling_layer=False)
        self.body.encoder.layer = self.body.encoder.layer[:layers]
        width = self.body.config.hidden_size
        self.casing = nn.Embedding(CASINGS, width)
        self.quoting = nn.Embedding(QUOTINGS, width)
        nn.init.normal_(self.casing.weight, std=0.02)
        nn.init.normal_(self.quoting.weight, std=0.02)
        self.anchor = nn.Sequential(nn.Linear(width, width // 2), nn.GELU(), nn.Linear(width // 2, 2))
        self.presence = nn.Linear(width, 3)
        self.exported = False

    def forward(self, ids: Tensor, casing: Tensor, quoting: Tensor, mask: Tensor) -> tuple[Tensor, ...]:
        """Return the last states, logits of anchors and of presence, and the states of the middle layer."""
        embedded = self.body.embeddings.word_embeddings(ids) + self.casing(casing) + self.quoting(quoting)
        states = middle = self.body.embeddings(inputs_embeds=embedded)
        for number, layer in enumerate(self.body.encoder.layer):
            mixed = self.attention(layer.attention.self, states, mask, number)
            mixed = layer.attention.output(mixed, states)
            states = layer.output(layer.intermediate(mixed), mixed)
            middle = states if number == MIDDLE - 1 else middle
        return states, self.anchor(states), self.presence(states), middle

    def attention(self, own: Any, states: Tensor, mask: Tensor, number: int) -> Tensor:
        """Attend within the chunks of a layer."""
        size = CHUNKS[number]
        windows, pieces, width = states.shape
        ahead = size // 2 if number % 2 else 0
        behind = (size - (pieces + ahead) % size) % size
        query, key, value = (
            nn.functional.pad(linear(states), (0, 0, ahead, behind)).view(-1, size, width)
            for linear in (own.query, own.key, own.value)
        )
        there = nn.functional.pad(mask, (ahead, behind)).view(-1, size)
        heads = own.num_attention_heads
        if self.exported:
            fused: Any = Attention.apply
            mixed: Tensor = fused(query, key, value, there.to(torch.int32), heads)
        else:
            mixed = attend(query, key, value, absent(there), heads, own.dropout.p if self.training else 0.0)
        return mixed.reshape(windows, -1, width)[:, ahead : ahead + pieces]


class RoleLayer(nn.Module):
    """A pre-norm transformer layer."""

    def __init__(self, width: int, heads: int = 4) -> None:
        super().__init__()
        self.heads = heads
        self.norm_attention, self.norm_feed = nn.LayerNorm(width), nn.LayerNorm(width)
        self.query_key_value, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.feed = nn.Sequential(nn.Linear(width, 2 * width), nn.GELU(), nn.Linear(2 * width, width))
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, blocked: Tensor) -> Tensor:
        """``x`` is [anchors, pieces, width]; ``blocked`` is an additive mask [anchors, 1, 1, pieces]."""
        anchors, pieces, width = x.shape
        mixed = self.query_key_value(self.norm_attention(x)).view(anchors, pieces, 3, self.heads, width // self.heads)
        query, key, value = mixed.permute(2, 0, 3, 1, 4)
        attended = nn.functional.scaled_dot_product_attention(query, key, value, attn_mask=blocked.to(query.dtype))
        x = x + self.drop(self.out(attended.transpose(1, 2).reshape(anchors, pieces, width)))
        fed: Tensor = self.drop(self.feed(self.norm_feed(x)))
        return x + fed


class Roles(nn.Module):
    """What each piece near an anchor is to it: nothing, source, cue or content."""

    def __init__(self, width: int, layers: int = 2) -> None:
        super().__init__()
        self.of_anchor, self.of_piece = nn.Linear(width, ROLE_WIDTH), nn.Linear(width, ROLE_WIDTH)
        self.gate = nn.Linear(width, ROLE_WIDTH)
        self.distance = nn.Embedding(BUCKETS, ROLE_WIDTH)
        self.layers = nn.ModuleList(RoleLayer(ROLE_WIDTH) for _ in range(layers))
        self.norm, self.out = nn.LayerNorm(ROLE_WIDTH), nn.Linear(ROLE_WIDTH, 4)

    def forward(self, anchors: Tensor, pieces: Tensor, distance: Tensor, mask: Tensor) -> Tensor:
        """Return logits [n, reach, 4] for ``anchors`` [n, width], ``pieces`` [n, reach, width].

        ``distance`` holds buckets, ``mask`` which pieces there are, both [n, reach].
        """
        near = self.of_piece(pieces)
        x = near + self.of_anchor(anchors)[:, None] + near * torch.tanh(self.gate(anchors))[:, None]
        return self.decide(x + self.distance(distance), mask)

    def decide(self, x: Tensor, mask: Tensor) -> Tensor:
        """Run the layers over what each piece is to its anchor."""
        blocked = (1.0 - mask.to(x.dtype))[:, None, None] * -1e4
        for layer in self.layers:
            x = layer(x, blocked)
        logits: Tensor = self.out(self.norm(x))
        return logits


class Syntax(nn.Module):
    """What each token is in its sentence, read off its last piece (biaffine arcs: Dozat and Manning 2017)."""

    def __init__(self, width: int, sizes: tuple[int, int, int]) -> None:
        """``sizes`` are how many tags, dependency labels and names there are."""
        super().__init__()
        self.sizes = sizes
        self.of_middle, self.of_last = nn.Linear(width, SYNTAX_WIDTH), nn.Linear(width, SYNTAX_WIDTH)
        self.drop = nn.Dropout(0.2)
        self.labels = nn.Linear(SYNTAX_WIDTH, sum(sizes) + 2)
        self.dependent, self.governor = nn.Linear(SYNTAX_WIDTH, ARC_WIDTH), nn.Linear(SYNTAX_WIDTH, ARC_WIDTH)
        self.distance = nn.Embedding(2 * FAR + 1, 1)
        nn.init.zeros_(self.distance.weight)

    def forward(self, middle: Tensor, last: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return for each piece its labels' logits, and its rows as a dependent and as a governor.

        The labels' logits are those of tags, dependencies and names, of a sentence's start and of its root.
        """
        hidden = self.drop(nn.functional.relu(self.of_middle(middle) + self.of_last(last)))
        return self.labels(hidden), self.dependent(hidden) * ARC_WIDTH**-0.5, self.governor(hidden)

    def arcs(self, dependent: Tensor, governor: Tensor, root: Tensor) -> Tensor:
        """Return how likely each token [n] hangs on each other one; a root hangs on itself."""
        places = torch.arange(len(root), device=root.device)
        apart = (places[None] - places[:, None]).clamp(-FAR, FAR) + FAR
        scores = dependent @ governor.T + self.distance(apart)[..., 0]
        return torch.where(torch.eye(len(root), dtype=torch.bool, device=root.device), root[:, None], scores)


class Model(nn.Module):
    """Encoder, role head and syntax together."""

    def __init__(self, weights: str, sizes: tuple[int, int, int], layers: int = len(CHUNKS)) -> None:
        super().__init__()
        self.encoder = Encoder(weights, layers)
        width = self.encoder.body.config.hidden_size
        self.roles = Roles(width)
        self.syntax = Syntax(width, sizes)
