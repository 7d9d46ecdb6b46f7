"""The command palette, made of the table of keys: what has a key has a name here, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider

from policytui.tui import keys


class Commands(Provider):
    """Every command of the screen below, and those that work everywhere."""

    def _commands(self) -> Iterator[keys.Key]:
        places = getattr(self.screen, "PLACES", ())
        hidden = ("app.palette",)
        return (key for key in keys.of(*places, "app") if key.id not in hidden)

    async def discover(self) -> Hits:
        """All of them, when nothing has been typed yet."""
        for key in self._commands():
            yield DiscoveryHit(self._name(key), partial(self._run, key), key.label, key.help)

    async def search(self, query: str) -> Hits:
        """Those that match, by name and by sentence."""
        matcher = self.matcher(query)
        for key in self._commands():
            name = self._name(key)
            score = max(matcher.match(name), matcher.match(key.help) * 0.9)
            if score > 0:
                yield Hit(score, matcher.highlight(name), partial(self._run, key), name, key.help)

    def _name(self, key: keys.Key) -> str:
        return f"{key.label}  ({keys.display(key.keys)})"

    async def _run(self, key: keys.Key) -> None:
        """Run it on the screen below, as its key would."""
        action = key.action
        if action.startswith("app."):
            await self.app.run_action(action.removeprefix("app."), self.app)
        else:
            await self.screen.run_action(action.removeprefix("screen."))
