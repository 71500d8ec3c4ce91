// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim;

import java.time.Instant;
import java.util.List;
import org.pabal.mailauth.RawField;

/// The signatures of one message under examination: each key is looked up once, each field brought
/// into a canonical form once, each body hash computed once. Of one thread.
public final class SignatureChecks {
    private final SignedFields header;
    private final BodyHashes body;
    private final KeyLookups keys;
    private final DkimRules rules;
    private final Instant now;

    SignatureChecks(
            SignedFields header, BodyHashes body, KeyLookups keys, DkimRules rules, Instant now) {
        this.header = header;
        this.body = body;
        this.keys = keys;
        this.rules = rules;
        this.now = now;
    }

    PendingOutcome dkim(RawField field) {
        return begin(field, SignatureKind.DKIM);
    }

    /// An ARC-Message-Signature. RFC 8617 §4.1.2.
    public PendingOutcome arcMessage(RawField field) {
        return begin(field, SignatureKind.ARC);
    }

    private PendingOutcome begin(RawField field, SignatureKind kind) {
        return SignatureExamination.begin(field, kind, header, body, keys, rules, now);
    }

    /// An ARC-Seal. RFC 8617 §4.1.3.
    ///
    /// @param covered the fields that it seals, in the order in which they are hashed, without its own
    public PendingOutcome arcSeal(RawField field, List<RawField> covered) {
        return SealExamination.begin(field, covered, keys, rules);
    }
}
