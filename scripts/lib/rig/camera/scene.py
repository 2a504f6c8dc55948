"""What the camera looks at: turf, and a ball on it until it is struck."""
import random

WIDTH, HEIGHT = 96, 88
BALL_X, BALL_Y, BALL_RADIUS = 48, 44, 30


def pictures():
    """Turf with a ball, and the same turf alone; grey, a byte a pixel, the same ones in every run."""
    noise = random.Random(1)
    turf = bytearray(noise.randrange(40, 80) for _ in range(WIDTH * HEIGHT))
    teed = bytearray(turf)
    for at in range(WIDTH * HEIGHT):
        if (at % WIDTH - BALL_X) ** 2 + (at // WIDTH - BALL_Y) ** 2 <= BALL_RADIUS**2:
            teed[at] = noise.randrange(180, 220)
    return bytes(teed), bytes(turf)


class Scene:
    def __init__(self):
        self.teed, self.turf = pictures()
        self.has_ball = True

    def picture(self):
        return self.teed if self.has_ball else self.turf
