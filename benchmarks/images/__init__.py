"""The image benchmark: photographs through sitegen, Hugo and sharp, at equal quality."""
