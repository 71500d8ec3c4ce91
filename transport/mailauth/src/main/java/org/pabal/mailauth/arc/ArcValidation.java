// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.arc;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pabal.mailauth.dkim.BodyHashes;
import org.pabal.mailauth.dkim.DkimOutcome;
import org.pabal.mailauth.dkim.DkimResult;
import org.pabal.mailauth.dkim.PendingOutcome;

/// The chain of one message while its body comes in.
public final class ArcValidation {
    private final BodyHashes body;
    private final List<ArcSet> sets;
    private final List<PendingOutcome> messages;
    private final List<PendingOutcome> seals;
    private @Nullable ArcOutcome outcome;

    private ArcValidation(
            BodyHashes body,
            List<ArcSet> sets,
            List<PendingOutcome> messages,
            List<PendingOutcome> seals,
            @Nullable ArcOutcome outcome) {
        this.body = body;
        this.sets = sets;
        this.messages = messages;
        this.seals = seals;
        this.outcome = outcome;
    }

    static ArcValidation known(BodyHashes body, ArcOutcome outcome) {
        return new ArcValidation(body, List.of(), List.of(), List.of(), outcome);
    }

    /// @param messages the signatures of the sets, the newest first
    /// @param seals those of the sets, the newest first
    static ArcValidation of(
            BodyHashes body,
            List<ArcSet> sets,
            List<PendingOutcome> messages,
            List<PendingOutcome> seals) {
        return new ArcValidation(body, sets, messages, seals, null);
    }

    /// After the last octet of the body; waits for keys that are not there yet, within the rules'
    /// time.
    public ArcOutcome finish() {
        body.end();
        ArcOutcome known = outcome;
        if (known == null) {
            known = validate();
            outcome = known;
        }
        return known;
    }

    /// The steps 4 to 6 of RFC 8617 §5.2.
    private ArcOutcome validate() {
        int highest = sets.size();
        DkimOutcome newest = messages.getFirst().finish();
        if (!newest.isPass()) {
            return failed("the signature of set " + highest, newest);
        }
        for (int i = 0; i < seals.size(); i++) {
            DkimOutcome seal = seals.get(i).finish();
            if (!seal.isPass()) {
                return failed("the seal of set " + (highest - i), seal);
            }
        }
        ArcOutcome.Continuation next =
                highest < ChainReader.MAX_SETS
                        ? ArcOutcome.Continuation.OPEN
                        : ArcOutcome.Continuation.ENDED;
        return new ArcOutcome(ArcResult.PASS, highest, "", sets, oldestPass(), next);
    }

    private ArcOutcome failed(String what, DkimOutcome why) {
        ArcOutcome.Continuation next = ArcOutcome.Continuation.OPEN;
        if (why.result() == DkimResult.TEMPERROR) {
            next = ArcOutcome.Continuation.UNDECIDED;
        } else if (sets.size() >= ChainReader.MAX_SETS) {
            next = ArcOutcome.Continuation.ENDED;
        }
        String reason = what + ": " + why.reason();
        return new ArcOutcome(ArcResult.FAIL, sets.size(), reason, sets, 0, next);
    }

    private int oldestPass() {
        for (int i = 1; i < messages.size(); i++) {
            if (!messages.get(i).finish().isPass()) {
                return sets.size() - i + 1;
            }
        }
        return 0;
    }
}
