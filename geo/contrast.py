"""Contrast of two colours by WCAG 2.1: for the marks on maps, and for the colour that a province brings."""

_LINEAR_UNTIL = 0.04045
"""Part of full light up to which sRGB is linear."""


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours such as ``#005a93``, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= _LINEAR_UNTIL else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
