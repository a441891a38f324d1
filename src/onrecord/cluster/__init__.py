"""A corpus is read: many articles on many cores or machines, each exactly once, into a folder of Parquet parts.

``read_corpus`` is the way in. Local processes (``local``) or Ray Data (``rays``) do the reading; one process, the
driver, decides what counts (``journal``) and writes it (``parts``, ``manifest``).
"""
