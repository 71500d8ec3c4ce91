// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.arc;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pabal.mailauth.MessageHeader;

/// What came of validating a chain.
///
/// @param instance the highest; 0 without a chain
/// @param reason in one clause why the chain failed; empty otherwise
/// @param sets from the first on; empty when they do not form a chain
/// @param oldestPass the first set since which the message has not been changed; 0 when that is all
///     of them, RFC 8617 §5.2. 0 too without a chain that passes
/// @param next what may be added to it
public record ArcOutcome(
        ArcResult result,
        int instance,
        String reason,
        List<ArcSet> sets,
        int oldestPass,
        Continuation next) {

    /// Whether another set may follow.
    public enum Continuation {
        OPEN,
        /// Its newest seal says `cv=fail`, or it has all the sets that a chain may have. RFC 8617
        /// §5.1.
        ENDED,
        /// A key could not be had just now: who is next may have more luck, and a seal of ours that
        /// said `fail` would end the chain for good.
        UNDECIDED
    }

    public ArcOutcome {
        sets = List.copyOf(sets);
    }

    /// Of a message without a chain.
    public static ArcOutcome none() {
        return new ArcOutcome(ArcResult.NONE, 0, "", List.of(), 0, Continuation.OPEN);
    }

    /// Of a message whose chain was found good before, or is our own: its sets are not verified again.
    ///
    /// @return empty when they form no chain, or one that is full
    public static Optional<ArcOutcome> known(MessageHeader header) {
        return switch (ChainReader.read(header)) {
            case ChainReader.Chain.None() -> Optional.of(none());
            case ChainReader.Chain.Broken _ -> Optional.empty();
            case ChainReader.Chain.Sets(var sets) when sets.size() >= ChainReader.MAX_SETS ->
                    Optional.empty();
            case ChainReader.Chain.Sets(var sets) ->
                    Optional.of(
                            new ArcOutcome(
                                    ArcResult.PASS, sets.size(), "", sets, 0, Continuation.OPEN));
        };
    }

    static ArcOutcome fail(int instance, String reason, Continuation next) {
        return new ArcOutcome(ArcResult.FAIL, instance, reason, List.of(), 0, next);
    }

    /// The oldest account that can be believed: it and all after it were sealed by domains whose word
    /// counts. Empty unless the chain passes and the newest sealer is one of them (THREATS D06): whoever
    /// came after the last of them could have told a tale in front of its seal.
    ///
    /// @param trusted domains, lower case, as in `d=`
    public Optional<ArcSet> vouchedBy(Set<String> trusted) {
        Optional<ArcSet> oldest = Optional.empty();
        if (result == ArcResult.PASS) {
            for (ArcSet set : sets.reversed()) {
                if (!trusted.contains(set.sealer())) {
                    break;
                }
                oldest = Optional.of(set);
            }
        }
        return oldest;
    }
}
