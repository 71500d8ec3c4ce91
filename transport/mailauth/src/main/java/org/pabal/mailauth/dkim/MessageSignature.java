// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.pabal.mailauth.RawField;

/// A signature over header fields and a body: a DKIM-Signature (RFC 6376 §3.5) or an
/// ARC-Message-Signature (RFC 8617 §4.1.2).
///
/// @param field where it stands
/// @param domain `d=`, in lower case, as A-labels
/// @param identity `i=`, or its default
/// @param names `h=`
/// @param maxOctets `l=`
/// @param made `t=`
/// @param expires `x=`
record MessageSignature(
        RawField field,
        SignatureAlgorithm algorithm,
        String domain,
        String selector,
        String identity,
        Canonicalization headerForm,
        Canonicalization bodyForm,
        List<String> names,
        byte[] bodyHash,
        byte[] signature,
        Optional<Long> maxOctets,
        Optional<Instant> made,
        Optional<Instant> expires) {

    /// Four times the fields of a long header section; each costs a look at it.
    private static final int MAX_NAMES = 1_000;

    /// RFC 6376 §6.1.1.
    static MessageSignature parse(RawField field, SignatureKind kind, SignatureTags tags)
            throws UnusableSignatureException {
        if (kind == SignatureKind.DKIM && !tags.required("v").equals("1")) {
            throw new UnusableSignatureException(DkimResult.NEUTRAL, "unknown version (v=)");
        }
        SignatureAlgorithm algorithm = tags.algorithm();
        String domain = tags.domain();
        String selector = tags.selector(domain);
        String identity = identity(tags, kind, domain);
        query(tags);
        List<String> names = names(tags, kind);
        String[] forms = tags.value("c").orElse(kind.defaultForms()).split("/", -1);
        Optional<Instant> made = tags.time("t");
        Optional<Instant> expires = tags.time("x");
        if (made.isPresent() && expires.isPresent() && expires.get().isBefore(made.get())) {
            throw UnusableSignatureException.malformed("x= is before t=");
        }
        return new MessageSignature(
                field,
                algorithm,
                domain,
                selector,
                identity,
                form(forms, 0),
                form(forms, 1),
                names,
                tags.base64("bh"),
                tags.base64("b"),
                tags.number("l"),
                made,
                expires);
    }

    /// RFC 6376 §3.5: its domain is `d=` or below. ARC has a number there.
    private static String identity(SignatureTags tags, SignatureKind kind, String domain)
            throws UnusableSignatureException {
        if (kind == SignatureKind.ARC || !tags.has("i")) {
            return "@" + domain;
        }
        String identity = tags.quotedPrintable("i");
        int at = identity.lastIndexOf('@');
        if (at < 0) {
            throw UnusableSignatureException.malformed("i= has no @");
        }
        String below = SignatureTags.ascii(identity.substring(at + 1));
        if (!below.equals(domain) && !below.endsWith("." + domain)) {
            throw new UnusableSignatureException(DkimResult.PERMERROR, "i= is not within d=");
        }
        return SignatureTags.utf8(identity.substring(0, at)) + "@" + below;
    }

    /// RFC 6376 §3.5: methods that are not known are passed over; `dns` alone is of older drafts.
    private static void query(SignatureTags tags) throws UnusableSignatureException {
        List<String> methods = List.of(tags.value("q").orElse("dns/txt").split(":", -1));
        if (methods.stream().noneMatch(q -> q.equalsIgnoreCase("dns/txt") || q.equals("dns"))) {
            throw new UnusableSignatureException(DkimResult.NEUTRAL, "unknown way to the key (q=)");
        }
    }

    /// An empty name, as between two colons, names nothing: signers write them, and no harm is in it.
    private static List<String> names(SignatureTags tags, SignatureKind kind)
            throws UnusableSignatureException {
        tags.required("h");
        List<String> names = List.of(tags.value("h").orElse("").split(":", -1));
        if (names.size() > MAX_NAMES) {
            throw new UnusableSignatureException(
                    DkimResult.POLICY, "h= names more than " + MAX_NAMES + " fields");
        }
        if (!isNamed(names, "from")) {
            throw new UnusableSignatureException(DkimResult.PERMERROR, "From is not signed");
        }
        if (kind == SignatureKind.ARC && isNamed(names, "arc-seal")) {
            throw new UnusableSignatureException(DkimResult.PERMERROR, "h= names ARC-Seal");
        }
        return names;
    }

    private static boolean isNamed(List<String> names, String wanted) {
        return names.stream().anyMatch(name -> name.equalsIgnoreCase(wanted));
    }

    /// RFC 6376 §3.5: without the second it is `simple`.
    private static Canonicalization form(String[] forms, int which)
            throws UnusableSignatureException {
        String name = which < forms.length ? forms[which] : Canonicalization.SIMPLE.text();
        Optional<Canonicalization> form = Canonicalization.of(name);
        if (form.isEmpty() || forms.length > 2) {
            throw new UnusableSignatureException(
                    DkimResult.NEUTRAL, "unknown canonicalization (c=)");
        }
        return form.get();
    }

    String keyName() {
        return selector + "._domainkey." + domain;
    }

    /// The domain of `i=`.
    String identityDomain() {
        return identity.substring(identity.lastIndexOf('@') + 1);
    }

    long signedNamed(String wanted) {
        return names.stream().filter(name -> name.equalsIgnoreCase(wanted)).count();
    }

    /// What is known now of its outcome.
    DkimOutcome known(DkimOutcome shown) {
        return new DkimOutcome(
                DkimResult.NEUTRAL,
                domain,
                selector,
                identity,
                algorithm.text(),
                0,
                "",
                false,
                shown.signature(),
                SignatureCheck.fingerprint(signature));
    }
}
