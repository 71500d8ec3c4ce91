// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.password;

/// The cost of Argon2id. RFC 9106 §3.1.
///
/// @param memoryKib memory in KiB
/// @param iterations passes over the memory
/// @param parallelism lanes
public record Argon2Setting(int memoryKib, int iterations, int parallelism) {
    /// A foreign hash beyond these would let whoever imports it exhaust the server.
    private static final int MAX_MEMORY_KIB = 256 * 1024;

    private static final int MAX_ITERATIONS = 16;
    private static final int MAX_PARALLELISM = 8;

    /// 19 MiB, two passes, one lane: the least of THREATS §7, some 28 ms of one core.
    public static final Argon2Setting DEFAULT = new Argon2Setting(19 * 1024, 2, 1);

    public Argon2Setting {
        if (!isWithinLimits(memoryKib, iterations, parallelism)) {
            throw new IllegalArgumentException(
                    "Argon2id takes 8 KiB a lane up to "
                            + MAX_MEMORY_KIB
                            + " KiB, 1 to "
                            + MAX_ITERATIONS
                            + " iterations and 1 to "
                            + MAX_PARALLELISM
                            + " lanes");
        }
    }

    static boolean isWithinLimits(int memoryKib, int iterations, int parallelism) {
        return parallelism >= 1
                && parallelism <= MAX_PARALLELISM
                && iterations >= 1
                && iterations <= MAX_ITERATIONS
                && memoryKib >= 8 * parallelism
                && memoryKib <= MAX_MEMORY_KIB;
    }

    /// True when a hash with this setting is as costly to guess as one with the other, or more.
    boolean isAtLeast(Argon2Setting other) {
        return memoryKib >= other.memoryKib
                && iterations >= other.iterations
                && parallelism >= other.parallelism;
    }
}
