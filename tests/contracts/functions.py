"""Functions that engines carry in their contract suite; in a module of their own so that other processes find them."""

import os

from copydesk.errors import UnreadablePage


def doubled(batch):
    return [number * 2 for number in batch]


def odd_ones_raise(batch):
    for number in batch:
        if number % 2:
            raise UnreadablePage(f"page {number}", "it is odd; give an even one")
        yield number


def seven_kills(batch):
    for number in batch:
        if number == 7:
            os._exit(1)
        yield number


def answers_nothing(_batch):
    return ()
