"""Cheats: what a submission may try in order to be given points for work that was not done.

One file for each kind; each cheat is a small notebook, what it tries, and the checks that may pass all the same.
"""
