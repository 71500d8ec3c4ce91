// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Optional;

/// From the octets of a text to its characters, whatever its label says. RFC 2046 §4.1.2.
///
/// Never throws. Labels go by our own table ({@link CharsetLabels}), since the JDK's are wrong for
/// mail. A text whose label is unknown or plainly wrong is read by the rule of THREATS S29: UTF-8
/// if it is valid, else Windows-949 if that gives plausible Korean, else Windows-1252, which holds
/// all that ISO-8859-1 shows.
public final class Charsets {
    private static final byte[] NO_OCTETS = {};

    private static final Charset WESTERN =
            ofJdk("windows-1252").orElse(StandardCharsets.ISO_8859_1);

    /// A slip or two do not tell against a charset: so many octets for each.
    private static final int OCTETS_PER_SLIP = 10;

    private Charsets() {}

    /// The charset to decode a label with: a superset where real mail needs one, such as
    /// `x-windows-949` for `euc-kr`. Empty when the label is unknown, or names UTF-7 or HZ, which
    /// the JDK lacks and only {@link #decode(byte[], String)} knows.
    public static Optional<Charset> forLabel(String label) {
        return CharsetLabels.find(CharsetLabels.normal(label));
    }

    /// The text of these octets under this label, with a fallback in place of any failure.
    public static String decode(byte[] octets, String label) {
        return decode(octets, 0, octets.length, label, true);
    }

    /// As above for a stretch of an array.
    ///
    /// @param complete false when the text was cut, so that half a character at its end is dropped
    public static String decode(
            byte[] octets, int offset, int length, String label, boolean complete) {
        String name = CharsetLabels.normal(label);
        if (CharsetLabels.isUtf7(name)) {
            return SevenBitCharsets.utf7(octets, offset, length);
        }
        if (CharsetLabels.isHz(name)) {
            return SevenBitCharsets.hz(octets, offset, length);
        }
        if (CharsetLabels.isAsciiBased(name) && isAscii(octets, offset, length)) {
            return repair(octets, offset, length, complete);
        }
        Optional<Charset> charset = CharsetLabels.find(name);
        if (charset.isEmpty() || charset.get().equals(StandardCharsets.US_ASCII)) {
            return repair(octets, offset, length, complete);
        }
        if (charset.get().equals(WESTERN) && isCertainlyOther(octets, offset, length)) {
            return repair(octets, offset, length, complete);
        }
        return decodeOrRepair(octets, offset, length, charset.get(), complete);
    }

    /// Texts called ISO-8859-1 by programs that knew nothing else: runs of Korean syllables, or valid
    /// UTF-8 of long characters, are no text of western Europe.
    private static boolean isCertainlyOther(byte[] octets, int offset, int length) {
        if (KoreanPlausibility.isCertain(octets, offset, length)) {
            return true;
        }
        Attempt utf8 = attempt(octets, offset, length, StandardCharsets.UTF_8, false);
        return utf8.faults == 0 && utf8.text.codePoints().filter(c -> c > 0x7FF).count() > 1;
    }

    /// Whether anyone who goes by the label alone reads these octets as we do. RFC 2047 §2.
    static boolean isSound(byte[] octets, String label) {
        String name = CharsetLabels.normal(label);
        Optional<Charset> charset = CharsetLabels.find(name);
        if (charset.isEmpty() || !CharsetLabels.isWithin(name, octets)) {
            return false;
        }
        Attempt declared = attempt(octets, 0, octets.length, charset.get(), true);
        return declared.faults == 0
                && declared.text.equals(decode(octets, 0, octets.length, label, true));
    }

    /// Whether the label is known and the octets are text under it: then {@link #decode} had nothing to
    /// guess.
    ///
    /// @param complete false when the text was cut
    public static boolean isFaithful(byte[] octets, String label, boolean complete) {
        String name = CharsetLabels.normal(label);
        if (CharsetLabels.isUtf7(name) || CharsetLabels.isHz(name)) {
            return true;
        }
        Optional<Charset> charset = CharsetLabels.find(name);
        return charset.isPresent()
                && attempt(octets, 0, octets.length, charset.get(), complete).faults == 0;
    }

    private static String decodeOrRepair(
            byte[] octets, int offset, int length, Charset charset, boolean complete) {
        Attempt declared = attempt(octets, offset, length, charset, complete);
        int high = highOctets(octets, offset, length);
        if (declared.faults * OCTETS_PER_SLIP <= high) {
            return declared.text; // a slip or two: better U+FFFD there than all of it misread
        }
        Charset guess = guess(octets, offset, length);
        boolean nothingBetter = guess.equals(WESTERN);
        return nothingBetter && declared.faults * 2 <= high
                ? declared.text
                : attempt(octets, offset, length, guess, complete).text;
    }

    /// Octets without a believable label. THREATS S29.
    public static String repair(byte[] octets) {
        return repair(octets, 0, octets.length, true);
    }

    static String repair(byte[] octets, int offset, int length, boolean complete) {
        return attempt(octets, offset, length, guess(octets, offset, length), complete).text;
    }

    /// The rule of THREATS S29, and the escapes of ISO-2022 for what is seven-bit.
    static Charset guess(byte[] octets, int offset, int length) {
        int high = highOctets(octets, offset, length);
        if (high == 0) {
            return SevenBitCharsets.escaped(octets, offset, length)
                    .orElse(StandardCharsets.ISO_8859_1);
        }
        Attempt utf8 = attempt(octets, offset, length, StandardCharsets.UTF_8, false);
        if (utf8.faults * OCTETS_PER_SLIP <= high && hasCharacters(utf8.text)) {
            return StandardCharsets.UTF_8;
        }
        Optional<Charset> korean = CharsetLabels.find("euc-kr");
        if (korean.isPresent()
                && KoreanPlausibility.of(octets, offset, length)
                && attempt(octets, offset, length, korean.get(), false).faults * OCTETS_PER_SLIP
                        <= high) {
            return korean.get();
        }
        return WESTERN;
    }

    /// Others than ASCII: half a character at the end alone says nothing.
    private static boolean hasCharacters(String text) {
        return text.chars().anyMatch(c -> c >= 0x80 && c != 0xFFFD);
    }

    /// A text in UTF-7, RFC 2152. Only for reading what a sender labelled so: it must never be
    /// guessed, since it hides markup from filters.
    public static String utf7(byte[] octets) {
        return SevenBitCharsets.utf7(octets, 0, octets.length);
    }

    private record Attempt(String text, int faults) {}

    private static Attempt attempt(
            byte[] octets, int offset, int length, Charset charset, boolean complete) {
        if (charset.equals(StandardCharsets.ISO_8859_1)) {
            return new Attempt(new String(octets, offset, length, charset), 0);
        }
        CharsetDecoder decoder =
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(octets, offset, length);
        CharBuffer out = CharBuffer.allocate(16 + (int) (length * decoder.maxCharsPerByte()));
        int faults = 0;
        while (true) {
            CoderResult result = decoder.decode(in, out, complete);
            if (result.isUnderflow()) {
                break;
            }
            if (result.isOverflow()) {
                out = larger(out);
                continue;
            }
            faults++;
            in.position(in.position() + Math.min(result.length(), in.remaining()));
            if (!out.hasRemaining()) {
                out = larger(out);
            }
            out.put('\uFFFD');
        }
        while (complete && decoder.flush(out).isOverflow()) {
            out = larger(out);
        }
        return new Attempt(out.flip().toString(), faults);
    }

    private static CharBuffer larger(CharBuffer full) {
        return CharBuffer.allocate(full.capacity() * 2 + 16).put(full.flip());
    }

    static boolean isAscii(byte[] octets, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (octets[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private static int highOctets(byte[] octets, int offset, int length) {
        int count = 0;
        for (int i = offset; i < offset + length; i++) {
            count += octets[i] < 0 ? 1 : 0;
        }
        return count;
    }

    /// The octets of a text that holds each octet as one char; chars beyond become `?`.
    static byte[] latin1(String text) {
        return text.isEmpty() ? NO_OCTETS : text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /// A charset of the JDK, if this runtime has it.
    static Optional<Charset> ofJdk(String name) {
        try {
            return Optional.of(Charset.forName(name));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return Optional.empty();
        }
    }
}
