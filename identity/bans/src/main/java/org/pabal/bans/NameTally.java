// SPDX-License-Identifier: Apache-2.0
package org.pabal.bans;

import java.util.Arrays;

/// What was tried for one name from one source: each secret once, however often it comes again.
/// Guarded by its owner.
///
/// Times are seconds since 1970.
public final class NameTally {
    /// As many different secrets as are told apart.
    public static final int MAX_SECRETS = 24;

    public static final long DAY = 86_400;
    private static final long HOUR = 3_600;

    private long[] secrets = new long[2];
    private long[] times = new long[2];
    private int[] failures = new int[2];
    private int size;
    private int unseen;
    private long last;
    private boolean told;

    /// What a failure was.
    public enum Kind {
        /// Not tried before.
        GUESS,
        /// Of a kind that never looks the same twice.
        UNSEEN,
        /// Once more the same.
        REPEATED
    }

    public record State(
            long[] secrets, long[] times, int[] failures, int unseen, long last, boolean told) {}

    public State state() {
        return new State(
                Arrays.copyOf(secrets, size),
                Arrays.copyOf(times, size),
                Arrays.copyOf(failures, size),
                unseen,
                last,
                told);
    }

    public NameTally() {}

    public NameTally(State state) {
        secrets = Arrays.copyOf(state.secrets(), Math.max(2, state.secrets().length));
        times = Arrays.copyOf(state.times(), secrets.length);
        failures = Arrays.copyOf(state.failures(), secrets.length);
        size = state.secrets().length;
        unseen = state.unseen();
        last = state.last();
        told = state.told();
    }

    public long last() {
        return last;
    }

    private void forgetOld(long now) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (now - times[i] < DAY && now >= times[i]) {
                move(i, kept++);
            }
        }
        size = kept;
        if (now - last >= HOUR) {
            unseen = 0;
        }
    }

    private void move(int from, int to) {
        secrets[to] = secrets[from];
        times[to] = times[from];
        failures[to] = failures[from];
    }

    private int indexOf(long secret) {
        for (int i = 0; i < size; i++) {
            if (secrets[i] == secret) {
                return i;
            }
        }
        return -1;
    }

    /// Notes that a secret is about to be judged.
    ///
    /// @param most different ones that are judged
    /// @return false when it would be one too many
    public boolean tried(long secret, int most, long now) {
        forgetOld(now);
        if (indexOf(secret) >= 0) {
            return true;
        }
        if (size >= Math.min(most, MAX_SECRETS)) {
            return false;
        }
        add(secret, now, 0);
        return true;
    }

    private void add(long secret, long now, int failed) {
        if (size == secrets.length) {
            int more = Math.min(MAX_SECRETS, size * 2);
            secrets = Arrays.copyOf(secrets, more);
            times = Arrays.copyOf(times, more);
            failures = Arrays.copyOf(failures, more);
        }
        secrets[size] = secret;
        times[size] = now;
        failures[size++] = failed;
        last = now;
    }

    /// It was not wrong.
    public void undecided(long secret) {
        int at = indexOf(secret);
        if (at >= 0 && failures[at] == 0) {
            move(--size, at);
        }
    }

    public Kind failed(long secret, long now) {
        forgetOld(now);
        last = now;
        int at = indexOf(secret);
        if (at < 0) {
            if (size == MAX_SECRETS) {
                move(--size, 0);
            }
            add(secret, now, 1);
            return Kind.GUESS;
        }
        times[at] = now;
        failures[at] += failures[at] < Integer.MAX_VALUE ? 1 : 0;
        return failures[at] == 1 ? Kind.GUESS : Kind.REPEATED;
    }

    public Kind failedUnseen(long now) {
        forgetOld(now);
        last = now;
        unseen++;
        return Kind.UNSEEN;
    }

    /// Different secrets that were wrong.
    public int guesses() {
        int guesses = 0;
        for (int i = 0; i < size; i++) {
            guesses += failures[i] > 0 ? 1 : 0;
        }
        return guesses;
    }

    public int unseen() {
        return unseen;
    }

    /// How often the one that came most often has come.
    public int mostRepeated() {
        int most = 0;
        for (int i = 0; i < size; i++) {
            most = Math.max(most, failures[i]);
        }
        return most;
    }

    /// @return true the first time
    public boolean tellOnce() {
        boolean first = !told;
        told = true;
        return first;
    }

    /// Whether nothing was wrong so far.
    public boolean isClean() {
        return guesses() == 0 && unseen == 0 && !told;
    }

    /// A ban has been imposed for what was: it does not count again.
    public void settle() {
        size = 0;
        unseen = 0;
    }
}
