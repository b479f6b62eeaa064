"""What a cloud says in words: the words that it could not hold."""

from __future__ import annotations

from components.cloud.cloud import Cloud
from components.i18n import number, t


def left_out(cloud: Cloud) -> str:
    """Say how many words found no place, and how often the most used of them stands.

    Empty where every word has its place.
    """
    if not cloud.n_left_out:
        return ""
    return t(
        "cloud.caption_left_out",
        count=number(cloud.n_left_out),
        times=number(cloud.most_left_out),
    )
