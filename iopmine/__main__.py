"""``python -m iopmine``: the command line without the entry point script."""

from iopmine.cli import main

if __name__ == "__main__":
    main()
