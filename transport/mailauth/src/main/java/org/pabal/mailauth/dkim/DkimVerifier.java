// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.pabal.dns.Resolver;
import org.pabal.mailauth.MessageHeader;
import org.pabal.mailauth.RawField;

/// Verifies the DKIM signatures of messages. RFC 6376 §6. Safe for use by many threads; one for all
/// mail, as it remembers keys.
public final class DkimVerifier {
    private static final String FIELD = "DKIM-Signature";

    private final DkimKeys keys;
    private final DkimRules rules;
    private final InstantSource clock;

    public DkimVerifier(Resolver resolver, DkimRules rules, InstantSource clock) {
        this.keys = new DkimKeys(resolver);
        this.rules = rules;
        this.clock = clock;
    }

    /// Reads the signatures and begins to look their keys up; does not wait.
    ///
    /// @param body has not begun; it is told here which hashes are wanted
    public DkimVerification begin(MessageHeader header, BodyHashes body) {
        List<RawField> fields = header.all(FIELD);
        if (fields.isEmpty()) {
            return new DkimVerification(body, List.of());
        }
        SignatureChecks checks = checks(header, body, rules.maxSignatures());
        List<PendingOutcome> examinations = new ArrayList<>();
        for (RawField field : fields.subList(0, Math.min(fields.size(), rules.maxSignatures()))) {
            examinations.add(checks.dkim(field));
        }
        return new DkimVerification(body, examinations);
    }

    /// The signatures of other methods, judged by the same rules.
    ///
    /// @param maxKeys that are looked up
    public SignatureChecks checks(MessageHeader header, BodyHashes body, int maxKeys) {
        body.below(header);
        KeyLookups lookups = new KeyLookups(keys, rules.keyLookup(), maxKeys, clock);
        return new SignatureChecks(new SignedFields(header), body, lookups, rules, clock.instant());
    }
}
