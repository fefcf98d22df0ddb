"""The demo forum: invented people in real cities, as plain values, and the seed that makes rows of them.

Everything comes from the text files in `data/` and one fixed random seed, so two runs give the same forum.
"""
