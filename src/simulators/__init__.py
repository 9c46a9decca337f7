"""The outside world, simulated: servers that behave like the companies a shop talks to.

For the demo shop, training, tests and measurements. The product does not know that it talks to one: nothing in
`hanjo` imports this, and this imports nothing of `hanjo`.
"""
