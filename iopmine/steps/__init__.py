"""One file per command: the only place where rooms meet. Each step has the name of its command."""
