"""x"""


class Profile: ...


def profile(s): ...
