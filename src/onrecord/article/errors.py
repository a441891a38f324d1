"""What is raised when a page cannot become an Article."""

from __future__ import annotations


class ArticleError(Exception):
    """A page that cannot be read: where it came from, what is wrong with it, and what to do about it."""

    def __init__(self, origin: str, problem: str, remedy: str) -> None:
        self.origin = origin
        self.problem = problem
        self.remedy = remedy
        super().__init__(f"{origin}: {self.reason}")

    @property
    def reason(self) -> str:
        """What is wrong and what to do, without the origin."""
        return f"{self.problem}; {self.remedy}"
