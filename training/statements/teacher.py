"""The teacher: mpnet-base (110 M parameters) with the student's heads of statements.

It shares the student's word pieces: mpnet's vocabulary is BERT's, four places on.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from transformers import AutoModel

from onrecord.reading.pieces import CASINGS, QUOTINGS

from .network import Roles, absent, attend

MOVED = 4
"""Places by which mpnet numbers its word pieces later than BERT."""
FROZEN = 5
"""Layers from the bottom that stay as they were; casing and quotation marks are told above them."""


class TeacherEncoder(nn.Module):
    """Word pieces to hidden states, and from them how likely each piece is an anchor, and anybody's content."""

    def __init__(self, weights: str) -> None:
        super().__init__()
        self.body: Any = AutoModel.from_pretrained(weights, add_pooling_layer=False)
        width = self.body.config.hidden_size
        self.casing, self.quoting = nn.Embedding(CASINGS, width), nn.Embedding(QUOTINGS, width)
        nn.init.normal_(self.casing.weight, std=0.02)
        nn.init.normal_(self.quoting.weight, std=0.02)
        self.anchor = nn.Sequential(nn.Linear(width, width // 2), nn.GELU(), nn.Linear(width // 2, 2))
        self.presence = nn.Linear(width, 3)
        for part in (self.body.embeddings, self.body.encoder.relative_attention_bias, *self.layers[:FROZEN]):
            part.requires_grad_(False)

    @property
    def layers(self) -> Any:
        """The transformer's layers."""
        return self.body.encoder.layer

    def forward(self, ids: Tensor, casing: Tensor, quoting: Tensor, mask: Tensor) -> tuple[Tensor, ...]:
        """Return the last states, logits of anchors and of presence, and the last states again."""
        with torch.no_grad():
            states = self.body.embeddings(input_ids=ids + MOVED)
            bias = self.body.encoder.compute_position_bias(states[:1])
            blocked = bias + absent(mask)
            for layer in self.layers[:FROZEN]:
                states = self.run(layer, states, blocked)
        states = states + self.casing(casing) + self.quoting(quoting)
        for layer in self.layers[FROZEN:]:
            states = self.run(layer, states, blocked)
        return states, self.anchor(states), self.presence(states), states

    def run(self, layer: Any, states: Tensor, blocked: Tensor) -> Tensor:
        """Run one layer; ``blocked`` is added to what the pieces' attention scores."""
        own = layer.attention.attn
        mixed = attend(own.q(states), own.k(states), own.v(states), blocked, own.num_attention_heads)
        mixed = layer.attention.LayerNorm(layer.attention.dropout(own.o(mixed)) + states)
        result: Tensor = layer.output(layer.intermediate(mixed), mixed)
        return result


class Teacher(nn.Module):
    """Encoder and role head."""

    def __init__(self, weights: str) -> None:
        super().__init__()
        self.encoder = TeacherEncoder(weights)
        self.roles = Roles(self.encoder.body.config.hidden_size)
