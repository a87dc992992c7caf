"""`python -m nerve`, the same as `nerve`."""

from nerve.app import main

if __name__ == "__main__":
    main()
