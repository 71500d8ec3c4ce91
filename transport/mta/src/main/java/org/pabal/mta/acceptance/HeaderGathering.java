// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Gathers a header section from the octets that come: up to and with its empty line, or up to the
/// first line that is no field, where the scan of a message ends it, too. RFC 5322 §2.1.
///
/// What it gives is always a header section: an empty line is put where one was missing, so that
/// what follows can be neither taken for a field by another reader nor go on from a field of ours
/// on top. An mbox `From ` line in the beginning becomes a field (`X-Mailbox-Line`). For one thread.
final class HeaderGathering implements AutoCloseable {
    private static final int FIRST_OCTETS = 1024; // where it does not come in one piece
    private static final int MAX_NAME_OCTETS = 998; // RFC 5322 §2.1.1; the scan's limit as well
    private static final byte[] EMPTY_LINE = {'\r', '\n'};
    private static final byte[] MBOX_FIELD = "X-Mailbox-Line: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = {};

    /// Where in a line the next octet stands.
    private enum At {
        LINE_START,
        AFTER_CR,
        NAME,
        AFTER_NAME,
        VALUE
    }

    private enum End {
        NOT_YET,
        EMPTY_LINE,
        OTHER_LINE,
        TOO_LARGE,
        NO_ROOM
    }

    private final int maxOctets;
    private final HeaderRoom room;
    private byte[] gathered = NOTHING;
    private int count;
    private int taken;
    private int lineStart;
    private At at = At.LINE_START;
    private End end = End.NOT_YET;
    private boolean hasField;
    private boolean mboxLine;

    HeaderGathering(int maxOctets, HeaderRoom room) {
        this.maxOctets = maxOctets;
        this.room = room;
    }

    /// @return how many of the octets were taken
    int add(byte[] octets, int offset, int length) {
        int used = 0;
        while (used < length && end == End.NOT_YET) {
            int from = used;
            boolean fits = true;
            while (used < length && fits && end == End.NOT_YET) {
                used = at == At.VALUE ? endOfLine(octets, offset, used, length) : used;
                if (used < length) {
                    fits = step(octets[offset + used], count + used - from);
                    used++;
                }
            }
            keep(octets, offset + from, used - from);
            if (!fits && end == End.NOT_YET) {
                endAtOtherLine();
            }
        }
        return used;
    }

    /// Nothing before it matters in a field's value.
    private static int endOfLine(byte[] octets, int offset, int from, int length) {
        int used = from;
        while (used < length && octets[offset + used] != '\n') {
            used++;
        }
        return used;
    }

    /// @return false when the line is no field
    private boolean step(byte octet, int position) {
        switch (at) {
            case LINE_START -> {
                return lineStart(octet);
            }
            case AFTER_CR -> {
                end = octet == '\n' ? End.EMPTY_LINE : end;
                return octet == '\n';
            }
            case NAME, AFTER_NAME -> {
                return name(octet, position);
            }
            case VALUE -> {
                if (octet == '\n') {
                    at = At.LINE_START;
                    lineStart = position + 1;
                }
            }
        }
        return true;
    }

    private boolean lineStart(byte octet) {
        if (octet == '\n') {
            end = End.EMPTY_LINE;
        } else if (octet == '\r') {
            at = At.AFTER_CR;
        } else if (isSpace(octet)) {
            at = At.VALUE;
            return hasField;
        } else {
            at = At.NAME;
            return isName(octet);
        }
        return true;
    }

    private boolean name(byte octet, int position) {
        if (position - lineStart > MAX_NAME_OCTETS) {
            return false;
        }
        if (octet == ':') {
            at = At.VALUE;
            hasField = true;
            return true;
        }
        if (isSpace(octet)) {
            at = At.AFTER_NAME; // obsolete syntax that readers take: RFC 5322 §4.5
            return true;
        }
        return at == At.NAME && isName(octet);
    }

    private static boolean isSpace(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    private static boolean isName(byte octet) {
        return octet > ' ' && octet < 0x7F && octet != ':';
    }

    private void keep(byte[] octets, int offset, int length) {
        if (length > maxOctets - count) {
            end = End.TOO_LARGE;
            gathered = NOTHING;
            return;
        }
        if (count + length > gathered.length) {
            int least = end == End.NOT_YET ? Math.max(FIRST_OCTETS, 2 * gathered.length) : 0;
            int larger = Math.max(count + length, least);
            if (!room.take(taken, larger - taken)) {
                end = End.NO_ROOM;
                gathered = NOTHING;
                return;
            }
            taken = larger;
            gathered = Arrays.copyOf(gathered, larger);
        }
        System.arraycopy(octets, offset, gathered, count, length);
        count += length;
    }

    private void endAtOtherLine() {
        if (lineStart == 0 && isMboxLine()) {
            mboxLine = true;
            hasField = true;
            at = At.VALUE;
        } else {
            end = End.OTHER_LINE;
        }
    }

    private boolean isMboxLine() {
        String line = new String(gathered, 0, Math.min(count, 6), StandardCharsets.ISO_8859_1);
        return line.startsWith("From ") || line.startsWith(">From ");
    }

    /// The content ends here. Its last line may be no field.
    void end() {
        if (end == End.NOT_YET) {
            boolean cut = at == At.AFTER_CR || at == At.NAME || at == At.AFTER_NAME;
            end = cut ? End.OTHER_LINE : End.EMPTY_LINE;
        }
    }

    boolean isComplete() {
        return end == End.EMPTY_LINE || end == End.OTHER_LINE;
    }

    boolean isTooLarge() {
        return end == End.TOO_LARGE;
    }

    /// All that is gathered at this time takes too much memory.
    boolean isWithoutRoom() {
        return end == End.NO_ROOM;
    }

    /// True when it is as the client sent it: all lines are fields.
    boolean isRegular() {
        return end == End.EMPTY_LINE && !mboxLine;
    }

    /// The section, when it is complete.
    byte[] section() {
        if (isRegular() && count == gathered.length) {
            return gathered; // it came in one piece
        }
        byte[] before = mboxLine ? MBOX_FIELD : NOTHING;
        byte[] after = end == End.OTHER_LINE ? EMPTY_LINE : NOTHING;
        int length = end == End.OTHER_LINE ? lineStart : count;
        byte[] section = new byte[before.length + length + after.length];
        System.arraycopy(before, 0, section, 0, before.length);
        System.arraycopy(gathered, 0, section, before.length, length);
        System.arraycopy(after, 0, section, before.length + length, after.length);
        return section;
    }

    /// What was taken beyond the section: the beginning of the line that is no field.
    byte[] rest() {
        return end == End.OTHER_LINE ? Arrays.copyOfRange(gathered, lineStart, count) : NOTHING;
    }

    /// The octets are somebody else's now; their room is kept until {@link #close}, since they are
    /// in memory as long as the mail is.
    void forget() {
        gathered = NOTHING;
    }

    @Override
    public void close() {
        gathered = NOTHING;
        room.give(taken);
        taken = 0;
    }
}
