"""Questions asked of bytes and names before they are published.

What files say beside what they show, images of patients, who made a document, colliding paths.
"""
