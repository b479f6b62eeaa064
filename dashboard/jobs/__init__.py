"""Long work done outside the web process: a queue in the library, and worker processes."""

from dashboard.jobs.queue import Job, cancel, dismiss, enqueue, get_job, list_jobs
from dashboard.jobs.results import get_result

__all__ = ["Job", "cancel", "dismiss", "enqueue", "get_job", "get_result", "list_jobs"]
