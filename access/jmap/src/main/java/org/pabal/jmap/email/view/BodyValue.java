// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.view;

import org.pabal.message.mime.Charsets;

/// The text of a part. RFC 8621 §4.1.4, EmailBodyValue.
///
/// @param isEncodingProblem the charset is unknown or does not fit the octets, or the transfer
///     encoding is unknown
public record BodyValue(String value, boolean isEncodingProblem, boolean isTruncated) {

    /// @param mostOctets in UTF-8 of the value; 0 for any number
    /// @param room octets that the answer has left; a value of more is cut
    public static BodyValue read(OpenMessage message, BodyPart part, int mostOctets, int room) {
        int most = mostOctets == 0 ? room : Math.min(mostOctets, room);
        OpenMessage.Decoded decoded = message.decoded(part.part(), 4 * most);
        String charset = part.charset().orElse("us-ascii");
        String text =
                Charsets.decode(
                        decoded.octets(), 0, decoded.octets().length, charset, decoded.whole());
        String value = text.replace("\r\n", "\n").replace("\0", "");
        boolean problem =
                !isKnown(part.part().content().transferEncoding())
                        || !Charsets.isFaithful(decoded.octets(), charset, decoded.whole());
        String cut = cut(value, most);
        boolean truncated = cut.length() < value.length() || !decoded.whole();
        boolean html = part.type().equals("text/html");
        return new BodyValue(truncated && html ? beforeOpenTag(cut) : cut, problem, truncated);
    }

    private static boolean isKnown(String transferEncoding) {
        return switch (transferEncoding) {
            case "7bit", "8bit", "binary", "base64", "quoted-printable" -> true;
            default -> false;
        };
    }

    /// Whole characters of at most so many octets in UTF-8.
    static String cut(String text, int mostOctets) {
        if (text.length() <= mostOctets / 3) {
            return text;
        }
        int octets = 0;
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c) && i + 1 < text.length();
            int width = c < 0x80 ? 1 : c < 0x800 ? 2 : pair ? 4 : 3;
            if (octets + width > mostOctets) {
                return text.substring(0, i);
            }
            octets += width;
            i += pair ? 2 : 1;
        }
        return text;
    }

    /// Not in the midst of a tag.
    private static String beforeOpenTag(String html) {
        int open = html.lastIndexOf('<');
        return open > html.lastIndexOf('>') ? html.substring(0, open) : html;
    }
}
