"""A whole fictional shop, はんじょう商店, that makes every page alive on the first day (デモ店).

Owns: the goods and their drawn pictures, one morning of mall files with every kind of trouble in them, the
afternoon's carrier and bank files, the seeding and the tour. Promises: everything is made up and says so,
the same day always gives the same bytes, and data enters only through the public commands of the modules.
Start reading at `goods`, then `morning`, then `seed`.
"""
