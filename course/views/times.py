"""Moments and spans, as inspect writes them and as people read them."""

from __future__ import annotations

from datetime import UTC, datetime

from course.language import Text


def moment(written: str) -> datetime | None:
    """A time from inspect; None for the year 1, which is docker's way to say never."""
    if not written or written.startswith("0001-01-01"):
        return None
    return datetime.fromisoformat(written).astimezone(UTC)


def ago(then: datetime, now: datetime) -> Text:
    """`12 s ago`, `3 min ago`, `2 h ago`."""
    seconds = max(0, round((now - then).total_seconds()))
    if seconds < 120:
        return Text(ko=f"{seconds}초 전", en=f"{seconds} s ago")
    if seconds < 7200:
        return Text(ko=f"{seconds // 60}분 전", en=f"{seconds // 60} min ago")
    return Text(ko=f"{seconds // 3600}시간 전", en=f"{seconds // 3600} h ago")
