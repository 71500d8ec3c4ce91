// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pabal.mailauth.RawField;

/// One signature over header fields and a body, from its field to its outcome. RFC 6376 §6.1.
final class SignatureExamination implements PendingOutcome {
    private final SignedFields header;
    private final KeyLookups keys;
    private final DkimRules rules;
    private DkimOutcome outcome = DkimOutcome.of(DkimResult.NEUTRAL, "");
    private @Nullable MessageSignature signature;
    private @Nullable BodyHash bodyHash;

    private SignatureExamination(SignedFields header, KeyLookups keys, DkimRules rules) {
        this.header = header;
        this.keys = keys;
        this.rules = rules;
    }

    /// Reads the signature, and begins what is needed to verify it: the body's hash, the key.
    static SignatureExamination begin(
            RawField field,
            SignatureKind kind,
            SignedFields header,
            BodyHashes body,
            KeyLookups keys,
            DkimRules rules,
            Instant now) {
        SignatureExamination one = new SignatureExamination(header, keys, rules);
        MessageSignature read = one.read(field, kind);
        if (read != null && one.mayPass(read, kind, now)) {
            one.signature = read;
            one.bodyHash =
                    body.want(
                            read.bodyForm(),
                            read.algorithm().hash(),
                            read.maxOctets().orElse(Long.MAX_VALUE));
            keys.begin(read.keyName());
        }
        return one;
    }

    private @Nullable MessageSignature read(RawField field, SignatureKind kind) {
        try {
            SignatureTags tags = SignatureTags.of(field);
            outcome = tags.shown();
            MessageSignature read = MessageSignature.parse(field, kind, tags);
            outcome = read.known(outcome);
            return read;
        } catch (UnusableSignatureException e) {
            outcome = outcome.with(e.result(), e.reason());
            return null;
        }
    }

    /// What needs neither key nor body.
    private boolean mayPass(MessageSignature read, SignatureKind kind, Instant now) {
        if (!rules.accepted().contains(read.algorithm())) {
            outcome =
                    outcome.with(
                            DkimResult.POLICY, read.algorithm().text() + " is not acceptable here");
        } else if (isBefore(read.expires().orElse(Instant.MAX), now)) {
            outcome = outcome.with(DkimResult.FAIL, "signature has expired (x=)");
        } else if (isBefore(now, read.made().orElse(Instant.MIN))) {
            outcome = outcome.with(DkimResult.POLICY, "signature is from the future (t=)");
        } else if (kind == SignatureKind.DKIM && header.count("from") > read.signedNamed("from")) {
            // The one above would be what the reader sees (THREATS D03).
            outcome = outcome.with(DkimResult.FAIL, "a From field is not signed");
        } else {
            return true;
        }
        return false;
    }

    private boolean isBefore(Instant one, Instant other) {
        return one.isBefore(other) && one.isBefore(other.minus(rules.clockSkew()));
    }

    @Override
    public DkimOutcome finish() {
        MessageSignature read = signature;
        BodyHash hash = bodyHash;
        if (read != null && hash != null) {
            outcome =
                    switch (keys.answer(read.keyName())) {
                        case KeyAnswer.None(var result, var reason) -> outcome.with(result, reason);
                        case KeyAnswer.Keys(var found) -> verify(read, hash, found);
                    };
            signature = null;
        }
        return outcome;
    }

    private DkimOutcome verify(MessageSignature read, BodyHash hash, List<DkimKey> found) {
        DkimOutcome best = outcome.with(DkimResult.PERMERROR, "no key");
        for (DkimKey key : found) {
            DkimOutcome one = verify(read, hash, key);
            if (one.result().compareTo(best.result()) <= 0) {
                best = one;
            }
        }
        return best;
    }

    private DkimOutcome verify(MessageSignature read, BodyHash hash, DkimKey key) {
        DkimOutcome with = outcome.withKey(key.bits(), key.testing());
        var objection = KeyFit.objection(key, read.algorithm(), rules);
        if (objection.isPresent()) {
            return with.with(objection.get().result(), objection.get().reason());
        }
        if (key.strict() && !read.identityDomain().equals(read.domain())) {
            return with.with(DkimResult.PERMERROR, "i= is below d=, which the key forbids (t=s)");
        }
        long unsigned = hash.bodyOctets() - read.maxOctets().orElse(hash.bodyOctets());
        if (unsigned < 0) {
            return with.with(DkimResult.FAIL, "body is shorter than signed (l=)");
        }
        if (!MessageDigest.isEqual(hash.octets(), read.bodyHash())) {
            return with.with(DkimResult.FAIL, "body hash did not verify");
        }
        byte[] fields = header.chosen(read.names(), read.headerForm(), read.field());
        byte[] own = SignedFields.unsigned(read.field(), read.headerForm());
        if (!SignatureCheck.holds(read.algorithm(), key.key(), fields, own, read.signature())) {
            return with.with(DkimResult.FAIL, "signature did not verify");
        }
        if (unsigned > 0 && rules.partialBody() == DkimRules.PartialBody.REFUSED) {
            return with.with(
                    DkimResult.POLICY, unsigned + " octets of the body are not signed (l=)");
        }
        return with.with(DkimResult.PASS, "");
    }
}
