"""Export tables (导出表): one table per ledger with the rows of many projects and contractors (parquet, csv, Arrow).

``listing`` tells them from workbooks, ``reading`` reads one part in a process apart, ``placing`` numbers its tables,
``joining`` adds everything to the submission. Names, columns and codes: ``rules/dictionaries/exports.toml``.
"""
