"""The bench: how quick and how light policytui is beside programs that people know, in a real terminal.

Rules that hold here:

- What is compared runs in turns in one go, so that a busy machine is busy for all of them; a figure is a median, the
  first rounds are left out. Figures of one machine say little, ratios say more: the table gives both.
- It never passes or fails: targets stand beside the ratios for people to read.
- Every text is made by our own generator from a fixed seed.
"""
