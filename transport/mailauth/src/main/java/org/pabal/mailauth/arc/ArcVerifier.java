// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.arc;

import java.util.ArrayList;
import java.util.List;
import org.pabal.mailauth.MessageHeader;
import org.pabal.mailauth.RawField;
import org.pabal.mailauth.dkim.BodyHashes;
import org.pabal.mailauth.dkim.DkimVerifier;
import org.pabal.mailauth.dkim.PendingOutcome;
import org.pabal.mailauth.dkim.SignatureChecks;

/// Validates the chains of messages. RFC 8617 §5.2. Safe for use by many threads.
public final class ArcVerifier {
    /// Honest chains have few sealers with a key or two each; a message must not make us ask for a
    /// hundred names.
    private static final int MAX_KEYS = 20;

    private final DkimVerifier signatures;

    /// @param signatures judges the signatures of a chain by its rules for those of DKIM
    public ArcVerifier(DkimVerifier signatures) {
        this.signatures = signatures;
    }

    /// Reads the chain and begins to look its keys up; does not wait.
    ///
    /// @param body has not begun; it is told here which hashes are wanted
    public ArcValidation begin(MessageHeader header, BodyHashes body) {
        return switch (ChainReader.read(header)) {
            case ChainReader.Chain.None() -> ArcValidation.known(body, ArcOutcome.none());
            case ChainReader.Chain.Broken(int highest, String reason) ->
                    ArcValidation.known(
                            body, ArcOutcome.fail(highest, reason, afterFailure(highest)));
            case ChainReader.Chain.Sets(var sets) -> begin(header, body, sets);
        };
    }

    private static ArcOutcome.Continuation afterFailure(int highest) {
        return highest >= ChainReader.MAX_SETS
                ? ArcOutcome.Continuation.ENDED
                : ArcOutcome.Continuation.OPEN;
    }

    private ArcValidation begin(MessageHeader header, BodyHashes body, List<ArcSet> sets) {
        int highest = sets.getLast().instance();
        if (sets.getLast().chain() == ArcResult.FAIL) {
            return ArcValidation.known(
                    body,
                    ArcOutcome.fail(
                            highest,
                            "the seal of set " + highest + " says cv=fail",
                            ArcOutcome.Continuation.ENDED));
        }
        for (ArcSet set : sets) {
            if (set.chain() != (set.instance() == 1 ? ArcResult.NONE : ArcResult.PASS)) {
                String reason =
                        "the seal of set " + set.instance() + " says cv=" + set.chain().text();
                return ArcValidation.known(
                        body, ArcOutcome.fail(highest, reason, afterFailure(highest)));
            }
        }
        return verify(signatures.checks(header, body, MAX_KEYS), body, sets);
    }

    /// From the newest on, so that the keys which matter most are asked for.
    private static ArcValidation verify(
            SignatureChecks checks, BodyHashes body, List<ArcSet> sets) {
        List<PendingOutcome> messages = new ArrayList<>();
        List<PendingOutcome> seals = new ArrayList<>();
        for (ArcSet set : sets.reversed()) {
            messages.add(checks.arcMessage(set.signature()));
            seals.add(checks.arcSeal(set.seal(), sealedBy(sets, set)));
        }
        return ArcValidation.of(body, sets, messages, seals);
    }

    /// All sets up to its own, each in the order of RFC 8617 §5.1.1.
    private static List<RawField> sealedBy(List<ArcSet> sets, ArcSet last) {
        List<RawField> covered = new ArrayList<>();
        for (ArcSet set : sets.subList(0, last.instance())) {
            covered.add(set.found());
            covered.add(set.signature());
            if (set.instance() != last.instance()) {
                covered.add(set.seal());
            }
        }
        return covered;
    }
}
