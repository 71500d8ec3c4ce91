// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim;

import java.time.Instant;
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
        SignedFields signed = new SignedFields(header);
        KeyLookups lookups = new KeyLookups(keys, rules.keyLookup(), rules.maxSignatures(), clock);
        Instant now = clock.instant();
        List<SignatureExamination> examinations = new ArrayList<>();
        for (RawField field : fields.subList(0, Math.min(fields.size(), rules.maxSignatures()))) {
            examinations.add(
                    SignatureExamination.begin(
                            field, SignatureKind.DKIM, signed, body, lookups, rules, now));
        }
        return new DkimVerification(body, examinations);
    }
}
