// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pabal.mailauth.RawField;

/// One ARC-Seal, from its field to its outcome. RFC 8617 §4.1.3, §5.1.1.
final class SealExamination implements PendingOutcome {
    private final RawField field;
    private final List<RawField> covered;
    private final KeyLookups keys;
    private final DkimRules rules;
    private DkimOutcome outcome = DkimOutcome.of(DkimResult.NEUTRAL, "");
    private @Nullable SealSignature signature;

    private SealExamination(
            RawField field, List<RawField> covered, KeyLookups keys, DkimRules rules) {
        this.field = field;
        this.covered = covered;
        this.keys = keys;
        this.rules = rules;
    }

    static SealExamination begin(
            RawField field, List<RawField> covered, KeyLookups keys, DkimRules rules) {
        SealExamination one = new SealExamination(field, covered, keys, rules);
        one.begin();
        return one;
    }

    private void begin() {
        try {
            SignatureTags tags = SignatureTags.of(field);
            outcome = tags.shown();
            SealSignature read = SealSignature.parse(tags);
            if (rules.accepted().contains(read.algorithm())) {
                keys.begin(read.keyName());
                signature = read;
            } else {
                outcome =
                        outcome.with(
                                DkimResult.POLICY,
                                read.algorithm().text() + " is not acceptable here");
            }
        } catch (UnusableSignatureException e) {
            outcome = outcome.with(e.result(), e.reason());
        }
    }

    @Override
    public DkimOutcome finish() {
        SealSignature read = signature;
        if (read != null) {
            outcome =
                    switch (keys.answer(read.keyName())) {
                        case KeyAnswer.None(var result, var reason) -> outcome.with(result, reason);
                        case KeyAnswer.Keys(var found) -> verify(read, found);
                    };
            signature = null;
        }
        return outcome;
    }

    private DkimOutcome verify(SealSignature read, List<DkimKey> found) {
        ByteArrayOutputStream fields = new ByteArrayOutputStream(4_096);
        covered.forEach(one -> fields.writeBytes(Canonicalization.RELAXED.field(one)));
        byte[] own = SignedFields.unsigned(field, Canonicalization.RELAXED);
        DkimOutcome best = outcome.with(DkimResult.PERMERROR, "no key");
        for (DkimKey key : found) {
            DkimOutcome one = verify(read, key, fields.toByteArray(), own);
            if (one.result().compareTo(best.result()) <= 0) {
                best = one;
            }
        }
        return best;
    }

    private DkimOutcome verify(SealSignature read, DkimKey key, byte[] fields, byte[] own) {
        DkimOutcome with = outcome.withKey(key.bits(), key.testing());
        var objection = KeyFit.objection(key, read.algorithm(), rules);
        if (objection.isPresent()) {
            return with.with(objection.get().result(), objection.get().reason());
        }
        return SignatureCheck.holds(read.algorithm(), key.key(), fields, own, read.signature())
                ? with.with(DkimResult.PASS, "")
                : with.with(DkimResult.FAIL, "seal did not verify");
    }
}
