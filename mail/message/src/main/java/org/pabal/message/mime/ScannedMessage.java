// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import java.util.List;
import java.util.Optional;

/// What one pass over a message found.
///
/// @param root the MIME tree
/// @param octets the size of the message
/// @param lines line ends in the message
/// @param headerOctets the size of the header section with its empty line
/// @param preview the first words of the first text part as people read it, at most 200 characters,
///     without line ends or control characters. RFC 8970 §2.
/// @param ambiguous true when readers could disagree: two Content-Type fields, two boundaries, two
///     transfer encodings (THREATS M07)
/// @param eightBitHeader the header section holds octets beyond ASCII, our own fields aside
/// @param eightBit the message does
public record ScannedMessage(
        MimePart root,
        long octets,
        long lines,
        long headerOctets,
        String preview,
        boolean ambiguous,
        boolean eightBitHeader,
        boolean eightBit) {
    public HeaderSection header() {
        return root.header();
    }

    /// The same message with whole header fields of ours above it, as if both had been scanned: but
    /// the fields count towards no limit and are not looked at for octets beyond ASCII. Costs the
    /// same whatever the message's size.
    ///
    /// The message begins with a field or an empty line, or is empty: another line could go on from
    /// the last of the fields.
    ///
    /// @param top whole fields, none of MIME's
    public ScannedMessage below(byte[] top) {
        if (top.length == 0) {
            return this;
        }
        List<HeaderField> fields = HeaderFieldReader.read(top, 0, top.length);
        fields.addAll(header().fields());
        return new ScannedMessage(
                root.below(top.length, new HeaderSection(fields)),
                octets + top.length,
                lines + LineEnds.count(top, 0, top.length),
                headerOctets + top.length,
                preview,
                ambiguous,
                eightBitHeader,
                eightBit);
    }

    /// The same message with another header section, as if it had been scanned again, at a cost that
    /// is the same whatever the message's size. Empty where only a scan can tell: MIME's fields are
    /// others, or the section is over a limit.
    ///
    /// @param before the header section with its empty line, as it is
    /// @param after as it shall be; ends in an empty line
    public Optional<ScannedMessage> withHeader(byte[] before, byte[] after) {
        List<HeaderField> fields = HeaderFieldReader.read(after, 0, after.length);
        boolean eightBitAfter = EightBit.isIn(after, 0, after.length);
        boolean known =
                before.length == headerOctets
                        && endsInEmptyLine(before)
                        && after.length <= MimeLimits.DEFAULT.maxHeaderOctets()
                        && fields.size() <= MimeLimits.DEFAULT.maxHeaderFields()
                        && (eightBitAfter || !eightBitHeader)
                        && ofMime(fields).equals(ofMime(header().fields()));
        if (!known) {
            return Optional.empty();
        }
        int more = after.length - before.length;
        long linesBefore = LineEnds.count(before, 0, before.length);
        return Optional.of(
                new ScannedMessage(
                        root.below(more, new HeaderSection(fields)),
                        octets + more,
                        lines - linesBefore + LineEnds.count(after, 0, after.length),
                        after.length,
                        preview,
                        ambiguous,
                        eightBitAfter,
                        eightBit || eightBitAfter));
    }

    /// Without one, the line that ended the section was not looked at as a delimiter.
    private static boolean endsInEmptyLine(byte[] section) {
        int last = section.length - 1;
        if (last < 0 || section[last] != '\n') {
            return false;
        }
        int before = last > 0 && section[last - 1] == '\r' ? last - 2 : last - 1;
        return before < 0 || section[before] == '\n';
    }

    private static List<HeaderField> ofMime(List<HeaderField> fields) {
        return fields.stream()
                .filter(field -> field.name().regionMatches(true, 0, "Content-", 0, 8))
                .toList();
    }
}
