"""``python -m policytui`` is the ``policytui`` command."""

from policytui.cli.main import run

if __name__ == "__main__":
    run()
