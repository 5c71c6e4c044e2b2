"""Records → views → bytes: tables, document formats, the explorer. Pure: no clock, no database."""
