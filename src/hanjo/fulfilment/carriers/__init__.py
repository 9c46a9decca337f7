"""Label files out, tracking numbers in: everything the house knows about carriers (運送会社・送り状).

Owns: the words of a label (`terms`), what fits into a carrier's field (`charset`, `fitting`), the files of
each carrier (one folder of one shape each), the reading of their results (`reading`), and the choice of a
service (`services`). All of it is pure: values in, values out; no database, no clock, no network.

Start reading at `terms`, then `yamato`, then `registry`, which finds every carrier by its entry point.
"""
