// SPDX-License-Identifier: Apache-2.0
package org.pabal.bans;

import java.time.Duration;

/// Guesses at one name by strangers from everywhere, in points that halve within the hour. Nobody is
/// refused for them, but newcomers wait. Guarded by its owner.
public final class Siege {
    public static final Duration MOST = Duration.ofSeconds(10);
    private static final double HALF_LIFE = 3_600;
    private static final int FREE = 20;

    private double points;
    private long last;

    public Siege() {}

    public Siege(double points, long last) {
        this.points = points;
        this.last = last;
    }

    public double points() {
        return points;
    }

    public long last() {
        return last;
    }

    private double now(long second) {
        long passed = second - last;
        return passed <= 0 ? points : points * Math.pow(0.5, passed / HALF_LIFE);
    }

    public void guessed(long second) {
        points = now(second) + 1;
        last = second;
    }

    /// How long a newcomer waits before the secret is judged, right or wrong: a second for each 20
    /// guesses beyond the first 20, at most ten.
    public Duration delay(long second) {
        long beyond = (long) (now(second) - FREE);
        return beyond < 0
                ? Duration.ZERO
                : Duration.ofSeconds(Math.min(MOST.toSeconds(), 1 + beyond / FREE));
    }
}
