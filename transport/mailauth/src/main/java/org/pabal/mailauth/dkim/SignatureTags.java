// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.pabal.mailauth.RawField;
import org.pabal.mailauth.TagList;
import org.pabal.message.Domain;

/// The tags that all fields with a signature have in common. RFC 6376 §3.5.
final class SignatureTags {
    /// Digits of `l=`, `t=` and `x=` that a number may have here; RFC 6376 allows 76 and 12.
    private static final int MAX_DIGITS = 12;

    private static final long LARGEST = 999_999_999_999L;
    private static final int NONE = -1;
    private static final int MAX_LABEL = 63;
    private static final int MAX_NAME = 253;
    private static final int MAX_SHOWN = 255;

    /// RFC 6008 §4 asks for eight at least.
    private static final int SHOWN_OF_SIGNATURE = 8;

    private final TagList tags;

    private SignatureTags(TagList tags) {
        this.tags = tags;
    }

    static SignatureTags of(RawField field) throws UnusableSignatureException {
        try {
            return new SignatureTags(TagList.parse(field.value()));
        } catch (TagList.MalformedException e) {
            throw UnusableSignatureException.malformed(String.valueOf(e.getMessage()));
        }
    }

    boolean has(String name) {
        return tags.get(name).isPresent();
    }

    /// Without the blanks in it.
    Optional<String> value(String name) {
        return tags.unfolded(name);
    }

    /// With the blanks in it, which most values must not have.
    String required(String name) throws UnusableSignatureException {
        String value = tags.get(name).orElse("");
        if (value.isEmpty()) {
            throw new UnusableSignatureException(DkimResult.PERMERROR, name + "= is missing");
        }
        return value;
    }

    SignatureAlgorithm algorithm() throws UnusableSignatureException {
        Optional<SignatureAlgorithm> algorithm = SignatureAlgorithm.of(required("a"));
        if (algorithm.isEmpty()) {
            throw new UnusableSignatureException(DkimResult.NEUTRAL, "unknown algorithm (a=)");
        }
        return algorithm.get();
    }

    /// Lower case, A-labels; where the message is internationalized it may be written in U-labels,
    /// RFC 8616 §4.
    String domain() throws UnusableSignatureException {
        String ascii = ascii(required("d"));
        if (ascii.isEmpty()) {
            throw UnusableSignatureException.malformed("d= is no domain");
        }
        if (!ascii.contains(".")) {
            throw new UnusableSignatureException(DkimResult.POLICY, "d= is a top-level domain");
        }
        return ascii;
    }

    /// Empty when the text is no domain.
    static String ascii(String text) {
        return Domain.parse(utf8(text))
                .filter(domain -> !domain.isLiteral())
                .map(domain -> domain.toAscii().toLowerCase(Locale.ROOT))
                .orElse("");
    }

    /// @param domain of the same signature
    String selector(String domain) throws UnusableSignatureException {
        String text = utf8(required("s"));
        String selector =
                text.chars().allMatch(c -> c < 0x80)
                        ? text.toLowerCase(Locale.ROOT)
                        : Domain.parse(text).map(Domain::toAscii).orElse("");
        for (String label : selector.split("\\.", -1)) {
            if (!isLabel(label)) {
                throw UnusableSignatureException.malformed("s= is no selector");
            }
        }
        if (selector.length() + "._domainkey.".length() + domain.length() > MAX_NAME) {
            throw UnusableSignatureException.malformed("s= and d= are too long for a name");
        }
        return selector;
    }

    private static boolean isLabel(String label) {
        for (int i = 0; i < label.length(); i++) {
            char c = label.charAt(i);
            if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '_') {
                return false;
            }
        }
        return !label.isEmpty() && label.length() <= MAX_LABEL;
    }

    /// The octets that a field's value holds one by one, as text; as they are when they are no UTF-8.
    static String utf8(String value) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            return value;
        }
    }

    /// Octets written as `=` and two digits. RFC 6376 §2.11.
    String quotedPrintable(String name) throws UnusableSignatureException {
        String value = value(name).orElse("");
        StringBuilder plain = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '=') {
                int digits = i + 3 <= value.length() ? hex(value.substring(i + 1, i + 3)) : NONE;
                if (digits < ' ' || digits == 0x7F) {
                    throw UnusableSignatureException.malformed(name + "= is not quoted-printable");
                }
                c = (char) digits;
                i += 2;
            }
            plain.append(c);
        }
        return plain.toString();
    }

    private static int hex(String digits) {
        return HexFormat.isHexDigit(digits.charAt(0)) && HexFormat.isHexDigit(digits.charAt(1))
                ? HexFormat.fromHexDigits(digits)
                : NONE;
    }

    byte[] base64(String name) throws UnusableSignatureException {
        required(name);
        try {
            return Base64.getDecoder().decode(value(name).orElse(""));
        } catch (IllegalArgumentException e) {
            throw UnusableSignatureException.malformed(name + "= is not base64");
        }
    }

    Optional<Instant> time(String name) throws UnusableSignatureException {
        return number(name).map(Instant::ofEpochSecond);
    }

    /// A number of more digits than a number may have is as good as the largest.
    Optional<Long> number(String name) throws UnusableSignatureException {
        Optional<String> text = tags.get(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String digits = text.get();
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw UnusableSignatureException.malformed(name + "= is no number");
        }
        int from = 0;
        while (from < digits.length() - 1 && digits.charAt(from) == '0') {
            from++;
        }
        return Optional.of(
                digits.length() - from > MAX_DIGITS
                        ? LARGEST
                        : Long.parseLong(digits.substring(from)));
    }

    /// What the signature says of itself, while it may yet turn out to be nonsense.
    DkimOutcome shown() {
        String signature = shown("b");
        return new DkimOutcome(
                DkimResult.NEUTRAL,
                shown("d"),
                shown("s"),
                shown("i"),
                shown("a"),
                0,
                "",
                false,
                signature.substring(0, Math.min(signature.length(), SHOWN_OF_SIGNATURE)),
                "");
    }

    private String shown(String name) {
        String value = value(name).orElse("");
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < Math.min(value.length(), MAX_SHOWN); i++) {
            char c = value.charAt(i);
            shown.append(c > ' ' && c < 0x7F ? c : '?');
        }
        return shown.toString();
    }
}
