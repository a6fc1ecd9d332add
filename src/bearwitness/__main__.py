"""`python -m bearwitness` is the `bearwitness` command."""

from bearwitness.cli import main

if __name__ == "__main__":
    main()
