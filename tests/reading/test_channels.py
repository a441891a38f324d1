from __future__ import annotations

from collections.abc import Callable

import pytest

from onrecord.model import Reading


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("Anna Sorel told Reuters that the bridge was safe.", "Reuters"),
        ("In an interview with Radio Amity, Anna Sorel said the bridge was safe.", "Radio Amity"),
        ("“The bridge is safe,” Anna Sorel told CNN's Tom Lowe on Monday.", "CNN"),
        ("Anna Sorel said on state television that the bridge was safe.", "state television"),
        ("“The bridge is safe,” Anna Sorel wrote on Facebook.", "Facebook"),
        ("“The bridge is safe,” Anna Sorel tweeted.", "Twitter"),
        ("Anna Sorel told reporters that the bridge was safe.", None),
        ("Anna Sorel said Reuters had lied on Facebook.", None),
        ("The bridge is safe, Anna Sorel said, as quoted by the RIA news agency.", None),
    ],
)
def test_channels(read: Callable[..., Reading], text: str, channel: str | None) -> None:
    statement = read(text).statements[0]
    assert (statement.channel.name if statement.channel else None) == channel


def test_what_goes_on_keeps_its_channel(read: Callable[..., Reading]) -> None:
    reading = read("“The bridge is safe,” Anna Sorel told Reuters. “It will stay so.”")
    assert [one.channel.name if one.channel else None for one in reading.statements] == ["Reuters", "Reuters"]


def test_each_of_two_speakers_has_his_own(read: Callable[..., Reading]) -> None:
    reading = read("Anna Sorel told Reuters that the bridge was safe. But Peter Hale said it would fall.")
    assert [one.channel.name if one.channel else None for one in reading.statements][:2] == ["Reuters", None]
