// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.pabal.mailauth.RawField;
import org.pabal.mailauth.TagList;
import org.pabal.message.Domain;

/// Reads the tags of a DKIM-Signature or an ARC-Message-Signature. RFC 6376 §3.5, §6.1.1.
final class MessageSignatureParser {
    /// Four times the fields of a long header section; each costs a look at it.
    private static final int MAX_NAMES = 1_000;

    /// Digits of `l=`, `t=` and `x=` that a number may have here; RFC 6376 allows 76 and 12.
    private static final int MAX_DIGITS = 12;

    private static final int MAX_LABEL = 63;
    private static final int MAX_NAME = 253;

    private final RawField field;
    private final SignatureKind kind;
    private final TagList tags;

    private MessageSignatureParser(RawField field, SignatureKind kind, TagList tags) {
        this.field = field;
        this.kind = kind;
        this.tags = tags;
    }

    /// Why a signature cannot be judged.
    static final class UnusableException extends Exception {
        private static final long serialVersionUID = 1L;
        private final DkimResult result;

        UnusableException(DkimResult result, String reason) {
            super(reason, null, false, false);
            this.result = result;
        }

        DkimResult result() {
            return result;
        }
    }

    static TagList tags(RawField field) throws UnusableException {
        try {
            return TagList.parse(field.value());
        } catch (TagList.MalformedException e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
    }

    static MessageSignature parse(RawField field, SignatureKind kind, TagList tags)
            throws UnusableException {
        return new MessageSignatureParser(field, kind, tags).parse();
    }

    private static UnusableException malformed(String what) {
        return new UnusableException(DkimResult.NEUTRAL, "syntax: " + what);
    }

    private MessageSignature parse() throws UnusableException {
        version();
        SignatureAlgorithm algorithm = algorithm();
        String domain = domain(required("d"));
        String selector = selector(required("s"));
        if (selector.length() + "._domainkey.".length() + domain.length() > MAX_NAME) {
            throw malformed("s= and d= are too long for a name");
        }
        String identity = identity(domain);
        List<String> names = names();
        Canonicalization[] forms = forms();
        Optional<Instant> made = time("t");
        Optional<Instant> expires = time("x");
        if (made.isPresent() && expires.isPresent() && expires.get().isBefore(made.get())) {
            throw malformed("x= is before t=");
        }
        return new MessageSignature(
                field,
                algorithm,
                domain,
                selector,
                identity,
                forms[0],
                forms[1],
                names,
                base64("bh"),
                base64("b"),
                maxOctets(),
                made,
                expires);
    }

    private String required(String name) throws UnusableException {
        String value = tags.get(name).orElse("");
        if (value.isEmpty()) {
            throw new UnusableException(DkimResult.PERMERROR, name + "= is missing");
        }
        return value;
    }

    private void version() throws UnusableException {
        if (kind == SignatureKind.DKIM && !required("v").equals("1")) {
            throw new UnusableException(DkimResult.NEUTRAL, "unknown version (v=)");
        }
    }

    private SignatureAlgorithm algorithm() throws UnusableException {
        return SignatureAlgorithm.of(required("a"))
                .orElseThrow(
                        () -> new UnusableException(DkimResult.NEUTRAL, "unknown algorithm (a=)"));
    }

    /// Domains may be written in U-labels where the message is internationalized. RFC 8616 §4.
    private static String domain(String text) throws UnusableException {
        Optional<Domain> domain = Domain.parse(utf8(text));
        if (domain.isEmpty() || domain.get().isLiteral()) {
            throw malformed("d= is no domain");
        }
        String ascii = domain.get().toAscii().toLowerCase(Locale.ROOT);
        if (!ascii.contains(".")) {
            throw new UnusableException(DkimResult.POLICY, "d= is a top-level domain");
        }
        return ascii;
    }

    private static String selector(String text) throws UnusableException {
        String utf8 = utf8(text);
        String ascii =
                utf8.chars().allMatch(c -> c < 0x80)
                        ? utf8.toLowerCase(Locale.ROOT)
                        : Domain.parse(utf8).map(Domain::toAscii).orElse("");
        for (String label : ascii.split("\\.", -1)) {
            if (label.isEmpty() || label.length() > MAX_LABEL || !isLabel(label)) {
                throw malformed("s= is no selector");
            }
        }
        return ascii;
    }

    private static boolean isLabel(String label) {
        for (int i = 0; i < label.length(); i++) {
            char c = label.charAt(i);
            if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '_') {
                return false;
            }
        }
        return true;
    }

    /// The octets that a field's value holds one by one as text; as they are when they are no UTF-8.
    private static String utf8(String value) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            return value;
        }
    }

    /// RFC 6376 §3.5: its domain is `d=` or below.
    private String identity(String domain) throws UnusableException {
        String identity = tags.unfolded("i").orElse("@" + domain);
        if (kind == SignatureKind.ARC) {
            return identity;
        }
        int at = identity.lastIndexOf('@');
        if (at < 0) {
            throw malformed("i= has no @");
        }
        String below =
                Domain.parse(utf8(identity.substring(at + 1)))
                        .map(one -> one.toAscii().toLowerCase(Locale.ROOT))
                        .orElse("");
        if (!below.equals(domain) && !below.endsWith("." + domain)) {
            throw new UnusableException(DkimResult.PERMERROR, "i= is not within d=");
        }
        return utf8(identity.substring(0, at)) + "@" + below;
    }

    private List<String> names() throws UnusableException {
        required("h");
        List<String> names = List.of(tags.unfolded("h").orElse("").split(":", -1));
        if (names.size() > MAX_NAMES) {
            throw new UnusableException(
                    DkimResult.POLICY, "h= names more than " + MAX_NAMES + " fields");
        }
        if (names.contains("")) {
            throw malformed("an empty name in h=");
        }
        if (names.stream().noneMatch(name -> name.equalsIgnoreCase("from"))) {
            throw new UnusableException(DkimResult.PERMERROR, "From is not signed");
        }
        return names;
    }

    /// Of header and body. RFC 6376 §3.5: without the second it is `simple`.
    private Canonicalization[] forms() throws UnusableException {
        String[] names = tags.unfolded("c").orElse("simple/simple").split("/", -1);
        Optional<Canonicalization> header = Canonicalization.of(names[0]);
        Optional<Canonicalization> body =
                names.length > 1
                        ? Canonicalization.of(names[1])
                        : Optional.of(Canonicalization.SIMPLE);
        if (header.isEmpty() || body.isEmpty() || names.length > 2) {
            throw new UnusableException(DkimResult.NEUTRAL, "unknown canonicalization (c=)");
        }
        return new Canonicalization[] {header.get(), body.get()};
    }

    private byte[] base64(String name) throws UnusableException {
        required(name);
        try {
            return Base64.getDecoder().decode(tags.unfolded(name).orElse(""));
        } catch (IllegalArgumentException e) {
            throw malformed(name + "= is not base64");
        }
    }

    private OptionalLong maxOctets() throws UnusableException {
        Optional<Long> octets = number("l");
        return octets.isPresent() ? OptionalLong.of(octets.get()) : OptionalLong.empty();
    }

    private Optional<Instant> time(String name) throws UnusableException {
        return number(name).map(Instant::ofEpochSecond);
    }

    /// A number of more digits is as good as the largest.
    private Optional<Long> number(String name) throws UnusableException {
        Optional<String> text = tags.unfolded(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String digits = text.get();
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw malformed(name + "= is no number");
        }
        int from = 0;
        while (from < digits.length() - 1 && digits.charAt(from) == '0') {
            from++;
        }
        return Optional.of(
                digits.length() - from > MAX_DIGITS
                        ? 999_999_999_999L
                        : Long.parseLong(digits.substring(from)));
    }
}
