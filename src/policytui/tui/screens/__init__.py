"""The screens: library → edit → history → review, and the dialogs between them."""
