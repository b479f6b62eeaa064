"""The engine: runs the analysis in this process, on several processes, or on a cluster."""

from components.engine.analysis import EngineError, open_scheduler

__all__ = ["EngineError", "open_scheduler"]
