// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the structure of a message while its octets pass by, once. RFC 2046 §5.1.
///
/// Octets come in pieces of any size and the result does not depend on how they were cut. Any
/// octets give a result; memory is bounded by {@link MimeLimits} whatever the size, and cost is
/// linear in it whatever the nesting (THREATS M01, M02, M05). A line ends in LF, with or without CR:
/// the doors refuse a bare LF, but what is imported or appended may hold it.
///
/// A line counts when its beginning is known: one that does not begin with `--` is skipped to its
/// end, others are looked up among the open boundaries, and in a header section each line
/// is kept. A line cut by the end of a piece is carried over, its first
/// {@value #MAX_JUDGED_OCTETS} octets at most, which is enough to judge any.
///
/// Not for use by several threads.
public final class MessageScanner {
    private static final int MAX_JUDGED_OCTETS = 1024; // a field name or a delimiter fits

    private final MimeLimits limits;
    private final HeaderCollector headers;
    private final PreviewText preview;
    private final Boundaries boundaries = new Boundaries();

    /// From the root to the part being read.
    private final List<OpenPart> open = new ArrayList<>();

    private final byte[] carry = new byte[MAX_JUDGED_OCTETS];
    private int carried;

    /// Length of the line end before the line being carried.
    private int lineEndBeforeCarry;

    private boolean inHeader = true;

    /// The line's beginning has been judged, its end not been seen.
    private boolean inLine;

    /// The rest of that line belongs to a header field.
    private boolean inHeaderLine;

    /// The last part that the limits allow is open and reaches to the end.
    private boolean inRest;

    private long position;
    private long lines;
    private int parts;
    private long partHeaderOctets;
    private boolean ambiguous;
    private byte lastOctet;
    private byte octetBeforeLast;
    private boolean rootWithinLimits = true;
    private boolean eightBitHeader;
    private boolean eightBit;
    private @Nullable ScannedMessage finished;

    public MessageScanner() {
        this(MimeLimits.DEFAULT);
    }

    public MessageScanner(MimeLimits limits) {
        this.limits = limits;
        this.headers = new HeaderCollector(limits);
        this.preview = new PreviewText(limits);
        openPart(0);
    }

    /// Takes the next octets of the message. The array may be reused afterwards.
    public void write(byte[] octets, int offset, int length) {
        eightBit = eightBit || EightBit.isIn(octets, offset, offset + length);
        int end = offset + length;
        int i = offset;
        while (i < end) {
            int next;
            if (inLine) {
                next = restOfLine(octets, i, end);
            } else if (carried > 0) {
                next = carryOn(octets, i, end);
            } else if (inHeader) {
                next = line(octets, i, end);
            } else {
                next = body(octets, i, end);
            }
            remember(octets, i, next);
            i = next;
        }
    }

    private void remember(byte[] octets, int from, int to) {
        position += to - from;
        if (to - from >= 2) {
            octetBeforeLast = octets[to - 2];
            lastOctet = octets[to - 1];
        } else if (to > from) {
            octetBeforeLast = lastOctet;
            lastOctet = octets[to - 1];
        }
    }

    /// No more octets will come. May be called again and then gives the same.
    public ScannedMessage finish() {
        if (finished == null) {
            finished = finishOnce();
        }
        return finished;
    }

    private ScannedMessage finishOnce() {
        if (carried > 0) {
            int length = carried;
            carried = 0;
            position -= length;
            judge(carry, 0, length, true, lineEndBeforeCarry);
            position += length;
        }
        while (inHeader) {
            endHeader(position);
        }
        preview.end();
        MimePart root = closeTo(0, position, 0);
        return new ScannedMessage(
                root,
                position,
                lines,
                root.bodyOffset(),
                preview.text(),
                ambiguous,
                eightBitHeader,
                eightBit);
    }

    /// False as soon as a field of the message's own header section was not kept, being over
    /// {@link MimeLimits#maxHeaderOctets} or {@link MimeLimits#maxHeaderFields}: a door can refuse
    /// what is too large (THREATS S36).
    public boolean headerIsWithinLimits() {
        return inHeader && open.size() == 1 ? headers.isWithinLimits() : rootWithinLimits;
    }

    // Lines.

    /// Skips lines until one may be a delimiter; hands the octets passed to the preview.
    private int body(byte[] octets, int start, int end) {
        int i = start;
        if (boundaries.isEmpty()) {
            lines += LineEnds.count(octets, start, end);
            i = end; // nothing can end this leaf but the message
        }
        while (i < end && !mayBeDelimiter(octets, i, end)) {
            int lf = LineEnds.indexOfLf(octets, i, end);
            if (lf < 0) {
                inLine = true;
                inHeaderLine = false;
                i = end;
            } else {
                lines++;
                i = lf + 1;
            }
        }
        if (preview.wants() && i > start) {
            preview.write(octets, start, i);
        }
        return i > start ? i : line(octets, i, end);
    }

    private static boolean mayBeDelimiter(byte[] octets, int i, int end) {
        return octets[i] == '-' && (i + 1 == end || octets[i + 1] == '-');
    }

    /// Judges the line that begins here, or carries what there is of it.
    private int line(byte[] octets, int start, int end) {
        int limit = Math.min(end, start + MAX_JUDGED_OCTETS);
        int lf = LineEnds.indexOfLf(octets, start, limit);
        int lineEndBefore = lineEndBefore();
        if (lf < 0 && limit - start < MAX_JUDGED_OCTETS) {
            lineEndBeforeCarry = lineEndBefore;
            return carryOn(octets, start, end);
        }
        int lineEnd = lf < 0 ? limit : lf + 1;
        judge(octets, start, lineEnd, lf >= 0, lineEndBefore);
        return lineEnd;
    }

    /// Octets of the line end right before `position`.
    private int lineEndBefore() {
        if (position == 0 || lastOctet != '\n') {
            return 0;
        }
        return position > 1 && octetBeforeLast == '\r' ? 2 : 1;
    }

    private int carryOn(byte[] octets, int start, int end) {
        int limit = Math.min(end, start + MAX_JUDGED_OCTETS - carried);
        int lf = LineEnds.indexOfLf(octets, start, limit);
        int next = lf < 0 ? limit : lf + 1;
        System.arraycopy(octets, start, carry, carried, next - start);
        carried += next - start;
        if (lf >= 0 || carried == MAX_JUDGED_OCTETS) {
            int length = carried;
            carried = 0;
            long now = position;
            position = now - (length - (next - start));
            judge(carry, 0, length, lf >= 0, lineEndBeforeCarry);
            position = now;
        }
        return next;
    }

    private int restOfLine(byte[] octets, int start, int end) {
        int lf = LineEnds.indexOfLf(octets, start, end);
        int next = lf < 0 ? end : lf + 1;
        if (lf >= 0) {
            lines++;
            inLine = false;
        }
        if (inHeaderLine) {
            headers.append(octets, start, next);
        } else if (preview.wants()) {
            preview.write(octets, start, next);
        }
        return next;
    }

    /// The line at `position`: all of it, or its first {@value #MAX_JUDGED_OCTETS} octets.
    private void judge(byte[] octets, int start, int end, boolean whole, int lineEndBefore) {
        inLine = !whole;
        inHeaderLine = false;
        Boundaries.@Nullable Delimiter delimiter =
                whole ? boundaries.matchLine(octets, start, end) : null;
        if (delimiter != null) {
            delimiter(delimiter, lineEndBefore);
            countLine(octets, end);
            if (!delimiter.close()) {
                openPart(position + end - start);
            }
            return;
        }
        boolean taken = false;
        while (inHeader && !taken) {
            taken = headerLine(octets, start, end);
        }
        if (!taken) {
            countLine(octets, end);
            if (preview.wants()) {
                preview.write(octets, start, end);
            }
        }
    }

    private void countLine(byte[] octets, int end) {
        lines += octets[end - 1] == '\n' ? 1 : 0;
    }

    // Header sections.

    /// False when the line is none of a header section, which then ended before it.
    private boolean headerLine(byte[] octets, int start, int end) {
        if (isEmptyLine(octets, start, end)) {
            countLine(octets, end);
            endHeader(position + end - start);
            return true;
        }
        if (!HeaderFieldReader.isSpace(octets[start]) || !headers.hasLine()) {
            if (HeaderFieldReader.colon(octets, start, end) >= 0) {
                headers.beginField();
            } else if (position == 0 && HeaderFieldReader.isMboxLine(octets, start, end)) {
                headers.beginOtherLine();
            } else {
                endHeader(position);
                return false;
            }
        }
        headers.append(octets, start, end);
        inHeaderLine = inLine;
        countLine(octets, end);
        return true;
    }

    private static boolean isEmptyLine(byte[] octets, int start, int end) {
        int lineEnd = octets[start] == '\r' ? start + 1 : start;
        return lineEnd < end && octets[lineEnd] == '\n';
    }

    /// The header section of the innermost part is complete.
    private void endHeader(long bodyOffset) {
        OpenPart part = open.getLast();
        if (open.size() == 1) {
            rootWithinLimits = headers.isWithinLimits();
            eightBitHeader = headers.isEightBit();
        } else {
            partHeaderOctets += headers.cost();
        }
        part.header = headers.section();
        var fields = MimeFields.read(part.header, isInDigest(), limits.maxParameterSegments());
        part.content = fields.content();
        ambiguous |= fields.ambiguous();
        part.bodyOffset = bodyOffset;
        part.linesBefore = lines;
        inHeader = false;
        beginBody(part);
    }

    private boolean isInDigest() {
        return open.size() > 1 && open.get(open.size() - 2).isDigest();
    }

    /// What the body is: parts, a message, or something to look at.
    private void beginBody(OpenPart part) {
        int level = open.size() - 1;
        boolean mayDescend = !inRest && level < limits.maxDepth();
        if (mayDescend && part.content.type().equals("multipart")) {
            byte[] boundary = boundary(part.content);
            if (boundary.length > 0 && boundary.length <= Boundaries.MAX_OCTETS) {
                boundaries.push(boundary, level);
            }
        } else if (mayDescend && part.isEmbeddedMessage()) {
            openPart(part.bodyOffset);
        } else {
            preview.begin(part.content);
        }
    }

    private static byte[] boundary(MimeContent content) {
        String boundary = content.parameters().getOrDefault("boundary", "");
        return boundary.stripTrailing().getBytes(StandardCharsets.UTF_8);
    }

    // Parts.

    private void openPart(long headerOffset) {
        open.add(new OpenPart(headerOffset));
        headers.begin();
        inHeader = true;
        parts++;
        if (parts >= limits.maxParts() || partHeaderOctets >= limits.maxPartHeaderOctets()) {
            inRest = true;
            boundaries.popTo(0);
        }
    }

    private void delimiter(Boundaries.Delimiter delimiter, int lineEndBefore) {
        while (inHeader) {
            endHeader(position); // a header section without its empty line
        }
        preview.end();
        int level = delimiter.level();
        boundaries.popTo(delimiter.close() ? level : level + 1);
        if (open.size() > level + 1) {
            closeTo(level + 1, position, lineEndBefore);
        }
    }

    /// Closes the parts from this level inwards before what begins at `offset`.
    ///
    /// The line end before a delimiter belongs to it, unless it is the empty line of a header
    /// section: then the part ends behind it, and so do the parts around it.
    private MimePart closeTo(int level, long offset, int lineEndBefore) {
        long end = offset - lineEndBefore;
        long linesAtEnd = lines - (lineEndBefore > 0 ? 1 : 0);
        while (true) {
            OpenPart part = open.removeLast();
            if (part.bodyOffset > end) {
                end = offset;
                linesAtEnd = lines;
            }
            MimePart closed = part.close(end, linesAtEnd - part.linesBefore);
            if (!open.isEmpty()) {
                open.getLast().add(closed);
            }
            if (open.size() == level) {
                return closed;
            }
        }
    }
}
