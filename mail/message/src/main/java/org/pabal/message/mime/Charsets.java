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
/// if it is valid, else Windows-949 if that gives plausible Korean, else ISO-8859-1.
public final class Charsets {
    private static final byte[] NO_OCTETS = {};

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
    static String decode(byte[] octets, int offset, int length, String label, boolean complete) {
        String name = CharsetLabels.normal(label);
        if (CharsetLabels.isUtf7(name)) {
            return SevenBitCharsets.utf7(octets, offset, length);
        }
        if (CharsetLabels.isHz(name)) {
            return SevenBitCharsets.hz(octets, offset, length);
        }
        if (CharsetLabels.isAsciiBased(name) && isAscii(octets, offset, length)) {
            return new String(octets, offset, length, StandardCharsets.ISO_8859_1);
        }
        Optional<Charset> charset = CharsetLabels.find(name);
        if (charset.isEmpty() || charset.get().equals(StandardCharsets.US_ASCII)) {
            return repair(octets, offset, length, complete);
        }
        return decodeOrRepair(octets, offset, length, charset.get(), complete);
    }

    private static String decodeOrRepair(
            byte[] octets, int offset, int length, Charset charset, boolean complete) {
        Attempt declared = attempt(octets, offset, length, charset, complete);
        int high = highOctets(octets, offset, length);
        if (declared.faults * 10 <= high) {
            return declared.text; // a slip or two: better U+FFFD there than all of it misread
        }
        Charset guess = guess(octets, offset, length, complete);
        boolean nothingBetter = guess.equals(StandardCharsets.ISO_8859_1);
        return nothingBetter && declared.faults * 2 <= high
                ? declared.text
                : attempt(octets, offset, length, guess, complete).text;
    }

    /// Octets without a believable label. THREATS S29.
    public static String repair(byte[] octets) {
        return repair(octets, 0, octets.length, true);
    }

    static String repair(byte[] octets, int offset, int length, boolean complete) {
        return attempt(octets, offset, length, guess(octets, offset, length, complete), complete)
                .text;
    }

    /// The rule of THREATS S29.
    static Charset guess(byte[] octets, int offset, int length, boolean complete) {
        if (isAscii(octets, offset, length)) {
            return StandardCharsets.ISO_8859_1;
        }
        if (attempt(octets, offset, length, StandardCharsets.UTF_8, complete).faults == 0) {
            return StandardCharsets.UTF_8;
        }
        Optional<Charset> korean = CharsetLabels.find("euc-kr");
        if (korean.isPresent()
                && attempt(octets, offset, length, korean.get(), complete).faults == 0
                && KoreanPlausibility.of(octets, offset, length)) {
            return korean.get();
        }
        return StandardCharsets.ISO_8859_1;
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
