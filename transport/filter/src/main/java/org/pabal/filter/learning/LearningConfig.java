// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.learning;

/// What bounds learning.
///
/// @param perDay texts that an account learns a day by moves and marks; what is more waits for the next
/// @param shares whether people's words count for the shared model
/// @param votesPerDay of one account: nobody teaches all others what spam is
/// @param automatic whether mail that leaves no doubt is learnt without a word
/// @param automaticPerDay of each kind, for the shared model; a tenth of it for an account's own
/// @param waiting words of one account that are still to be learnt; with more, the oldest go
/// @param records kept of what an account has learnt; with more, old ones go, and with them the way
///     back
/// @param sharedRecords likewise, of the shared model
/// @param batch texts that are learnt with one commit
/// @param rest for how many times as long as it works the background then rests
/// @param cacheOctets of accounts' models in memory
public record LearningConfig(
        int perDay,
        boolean shares,
        int votesPerDay,
        boolean automatic,
        int automaticPerDay,
        int waiting,
        int records,
        int sharedRecords,
        int batch,
        int rest,
        long cacheOctets) {

    public static LearningConfig defaults() {
        return new LearningConfig(
                2_000, true, 20, true, 500, 20_000, 20_000, 200_000, 32, 3, 64L << 20);
    }

    public LearningConfig withShares(boolean shared) {
        return new LearningConfig(
                perDay,
                shared,
                votesPerDay,
                automatic,
                automaticPerDay,
                waiting,
                records,
                sharedRecords,
                batch,
                rest,
                cacheOctets);
    }

    public LearningConfig withPerDay(int texts) {
        return new LearningConfig(
                texts,
                shares,
                votesPerDay,
                automatic,
                automaticPerDay,
                waiting,
                records,
                sharedRecords,
                batch,
                rest,
                cacheOctets);
    }

    public LearningConfig withAutomatic(boolean learns) {
        return new LearningConfig(
                perDay,
                shares,
                votesPerDay,
                learns,
                automaticPerDay,
                waiting,
                records,
                sharedRecords,
                batch,
                rest,
                cacheOctets);
    }

    public LearningConfig withBounds(int textsPerDay, int votes, int words, int kept, int atOnce) {
        return new LearningConfig(
                textsPerDay,
                shares,
                votes,
                automatic,
                automaticPerDay,
                words,
                kept,
                sharedRecords,
                atOnce,
                0,
                cacheOctets);
    }
}
