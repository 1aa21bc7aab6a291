"""Probant proves what marketing earns: money, an interval, a grade of proof and the reason."""

from __future__ import annotations

__version__ = "0.1.0"
