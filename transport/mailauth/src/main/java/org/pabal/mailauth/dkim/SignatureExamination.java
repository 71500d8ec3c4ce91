// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pabal.mailauth.RawField;
import org.pabal.mailauth.TagList;

/// One signature over header fields and a body, from its field to its outcome. RFC 6376 §6.1.
final class SignatureExamination {
    /// RFC 6008 §4 asks for eight at least.
    private static final int SHOWN_OF_SIGNATURE = 8;

    private static final int SHOWN = 255;

    private final SignedFields header;
    private final KeyLookups keys;
    private final DkimRules rules;
    private DkimOutcome outcome;
    private @Nullable MessageSignature signature;
    private @Nullable BodyHash bodyHash;

    private SignatureExamination(SignedFields header, KeyLookups keys, DkimRules rules) {
        this.header = header;
        this.keys = keys;
        this.rules = rules;
        this.outcome = DkimOutcome.of(DkimResult.NEUTRAL, "");
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
        one.read(field, kind);
        MessageSignature read = one.signature;
        if (read != null && one.mayPass(read, kind, now)) {
            one.bodyHash =
                    body.want(
                            read.bodyForm(),
                            read.algorithm().hash(),
                            read.maxOctets().orElse(Long.MAX_VALUE));
            keys.begin(read.keyName());
        }
        return one;
    }

    private void read(RawField field, SignatureKind kind) {
        try {
            TagList tags = MessageSignatureParser.tags(field);
            outcome = shown(tags, kind);
            signature = MessageSignatureParser.parse(field, kind, tags);
            outcome = known(signature, outcome);
        } catch (MessageSignatureParser.UnusableException e) {
            outcome = outcome.with(e.result(), String.valueOf(e.getMessage()));
        }
    }

    /// What the signature says of itself, while it may yet turn out to be nonsense.
    private static DkimOutcome shown(TagList tags, SignatureKind kind) {
        String identity = kind == SignatureKind.DKIM ? shown(tags, "i") : "";
        String signature = shown(tags, "b");
        return new DkimOutcome(
                DkimResult.NEUTRAL,
                shown(tags, "d"),
                shown(tags, "s"),
                identity,
                shown(tags, "a"),
                0,
                "",
                false,
                signature.substring(0, Math.min(signature.length(), SHOWN_OF_SIGNATURE)),
                "");
    }

    private static String shown(TagList tags, String name) {
        String value = tags.unfolded(name).orElse("");
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < Math.min(value.length(), SHOWN); i++) {
            char c = value.charAt(i);
            shown.append(c > ' ' && c < 0x7F ? c : '?');
        }
        return shown.toString();
    }

    private static DkimOutcome known(MessageSignature read, DkimOutcome shown) {
        return new DkimOutcome(
                DkimResult.NEUTRAL,
                read.domain(),
                read.selector(),
                read.identity(),
                read.algorithm().text(),
                0,
                "",
                false,
                shown.signature(),
                HexFormat.of().formatHex(HashAlgorithm.SHA_256.digest().digest(read.signature())));
    }

    /// What needs neither key nor body.
    private boolean mayPass(MessageSignature read, SignatureKind kind, Instant now) {
        if (!rules.accepted().contains(read.algorithm())) {
            outcome =
                    outcome.with(
                            DkimResult.POLICY, read.algorithm().text() + " is not acceptable here");
        } else if (read.expires()
                .filter(x -> x.plus(rules.clockSkew()).isBefore(now))
                .isPresent()) {
            outcome = outcome.with(DkimResult.FAIL, "signature has expired (x=)");
        } else if (read.made().filter(t -> t.minus(rules.clockSkew()).isAfter(now)).isPresent()) {
            outcome = outcome.with(DkimResult.POLICY, "signature is from the future (t=)");
        } else if (kind == SignatureKind.DKIM && !coversEachFrom(read)) {
            outcome = outcome.with(DkimResult.FAIL, "a From field is not signed");
        } else {
            return true;
        }
        signature = null;
        return false;
    }

    /// A second From above the signed one would be what the reader sees (THREATS D03).
    private boolean coversEachFrom(MessageSignature read) {
        long named = read.names().stream().filter(name -> name.equalsIgnoreCase("from")).count();
        return header.count("from") <= named;
    }

    /// After the body's end. Waits for the key.
    DkimOutcome finish() {
        MessageSignature read = signature;
        BodyHash hash = bodyHash;
        if (read != null && hash != null) {
            outcome =
                    switch (keys.answer(read.keyName())) {
                        case KeyAnswer.None(var result, var reason) -> outcome.with(result, reason);
                        case KeyAnswer.Keys(var found) -> verify(read, hash, found);
                    };
        }
        return outcome;
    }

    private DkimOutcome verify(MessageSignature read, BodyHash hash, List<DkimKey> found) {
        DkimOutcome last = outcome;
        for (DkimKey key : found) {
            DkimOutcome one =
                    objection(read, key)
                            .orElseGet(() ->
                                    verify(
                                            read,
                                            hash,
                                            key,
                                            outcome.withKey(key.bits(), key.testing())));
            if (one.result() == DkimResult.PASS || one.result() == DkimResult.POLICY) {
                return one;
            }
            last = one;
        }
        return last;
    }

    /// Why this key is none for this signature, whatever the octets say. RFC 6376 §6.1.2.
    private Optional<DkimOutcome> objection(MessageSignature read, DkimKey key) {
        DkimOutcome with = outcome.withKey(key.bits(), key.testing());
        SignatureAlgorithm algorithm = read.algorithm();
        if (!key.type().equals(algorithm.keyType())) {
            return Optional.of(
                    with.with(
                            DkimResult.PERMERROR,
                            "key is of type " + key.type() + ", signature is " + algorithm.text()));
        }
        if (!key.hashes().isEmpty() && !key.hashes().contains(algorithm.hash().text())) {
            return Optional.of(
                    with.with(
                            DkimResult.PERMERROR,
                            "key is not for " + algorithm.hash().text() + " (h=)"));
        }
        if (key.strict() && !read.identityDomain().equals(read.domain())) {
            return Optional.of(
                    with.with(DkimResult.PERMERROR, "i= is below d=, which the key forbids (t=s)"));
        }
        if (key.type().equals("rsa")
                && (key.bits() < rules.minRsaBits() || key.bits() > rules.maxRsaBits())) {
            return Optional.of(
                    with.with(
                            DkimResult.POLICY,
                            "key of " + key.bits() + " bits is not acceptable here"));
        }
        return Optional.empty();
    }

    private DkimOutcome verify(
            MessageSignature read, BodyHash hash, DkimKey key, DkimOutcome with) {
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
